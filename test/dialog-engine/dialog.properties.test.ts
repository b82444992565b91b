import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advance, type Dialog, type DialogEvent, type Transition } from '../../src/dialog-engine/dialog.js';

const letters = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
type Letter = (typeof letters)[number];

/** Asked only of subjects that hold its letter, or of all. */
const aDialog: fc.Arbitrary<Dialog<Letter, string>> = fc
  .tuple(fc.shuffledSubarray([...letters]), fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }))
  .map(([ids, conditions]) => ({
    name: 'any',
    version: 1,
    questions: ids.map((id, n) =>
      conditions[n] ? { id, applies: (subject: string) => subject.includes(id) } : { id },
    ),
  }));

const aSubject = fc.subarray([...letters]).map((held) => held.join(''));
const presses = fc.array(fc.constantFrom('text', 'skip', 'later'), { minLength: 6, maxLength: 12 });

/** Every transition of one run, from opening it to the end of the presses. */
function run(
  dialog: Dialog<Letter, string>,
  subject: string,
  known: readonly string[],
  pressed: readonly ('text' | 'skip' | 'later')[],
): Transition<Letter>[] {
  const opening: DialogEvent<string> = { kind: 'open', subject, subjectId: 's', answered: known };
  const transitions = [advance(dialog, null, opening)];
  for (const kind of pressed) {
    const event: DialogEvent<string> =
      kind === 'later' ? { kind } : kind === 'skip' ? { kind, subject } : { kind, subject, text: 'x' };
    transitions.push(advance(dialog, transitions.at(-1)?.snapshot ?? null, event));
  }
  return transitions;
}

const asked = (transitions: readonly Transition<Letter>[]): Letter[] =>
  transitions.flatMap(({ replies }) => replies.flatMap((r) => (r.kind === 'ask' ? [r.question] : [])));

const ends = (transitions: readonly Transition<Letter>[]) =>
  transitions.flatMap(({ replies }) => replies.filter(({ kind }) => kind !== 'ask'));

describe('any dialog', () => {
  it('asks no question twice in a run, none that is known and none that does not apply', () => {
    fc.assert(
      fc.property(
        aDialog,
        aSubject,
        fc.subarray([...letters]),
        presses,
        (dialog, subject, known, pressed) => {
          const questions = asked(run(dialog, subject, known, pressed));
          expect(new Set(questions).size).toBe(questions.length);
          expect(questions.filter((id) => known.includes(id))).toEqual([]);
          const applicable = dialog.questions.filter((q) => q.applies?.(subject) ?? true).map(({ id }) => id);
          expect(applicable).toEqual(expect.arrayContaining(questions));
        },
      ),
    );
  });

  it('ends once, whatever is pressed: after as many presses as it has questions nothing is open', () => {
    fc.assert(
      fc.property(aDialog, aSubject, presses, (dialog, subject, pressed) => {
        const transitions = run(dialog, subject, [], pressed);
        expect(transitions.at(-1)?.snapshot).toBeNull();
        expect(ends(transitions)).toHaveLength(1);
      }),
    );
  });

  it('hands on every answer exactly once, for the question that was asked', () => {
    fc.assert(
      fc.property(aDialog, aSubject, presses, (dialog, subject, pressed) => {
        const transitions = run(dialog, subject, [], pressed);
        const answered = transitions.flatMap(({ effects }) => effects.map(({ question }) => question));
        const wanted = asked(transitions).filter((_question, n) => pressed[n] === 'text');
        expect(answered).toEqual(wanted);
      }),
    );
  });

  it('says how much was told in the end', () => {
    fc.assert(
      fc.property(aDialog, aSubject, presses, (dialog, subject, pressed) => {
        const transitions = run(dialog, subject, [], pressed);
        const answers = transitions.flatMap(({ effects }) => effects).length;
        const [end] = ends(transitions);
        expect(end).toEqual(
          end?.kind === 'left' ? { kind: 'left' } : { kind: 'finished', answered: answers },
        );
      }),
    );
  });
});
