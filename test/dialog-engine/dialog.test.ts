import { describe, expect, it } from '@jest/globals';
import {
  advance,
  dialogSnapshotSchema,
  resumable,
  type Dialog,
  type DialogEvent,
  type DialogSnapshot,
} from '../../src/dialog-engine/dialog.js';

interface Trip {
  readonly abroad: boolean;
}

const packing: Dialog<'where' | 'passport' | 'when', Trip> = {
  name: 'packing',
  version: 3,
  questions: [{ id: 'where' }, { id: 'passport', applies: ({ abroad }) => abroad }, { id: 'when' }],
};

const abroad = { abroad: true };
const atHome = { abroad: false };

const open = (subject: Trip, answered: readonly string[] = []) =>
  advance(packing, null, { kind: 'open', subject, subjectId: 'trip-1', answered });

const after = (snapshot: DialogSnapshot | null, event: DialogEvent<Trip>) =>
  advance(packing, snapshot, event);
const text = (words: string, subject = abroad) => ({ kind: 'text', subject, text: words }) as const;
const skip = { kind: 'skip', subject: abroad } as const;

describe('a dialog that is opened', () => {
  it('asks its first question and says how many there are', () => {
    expect(open(abroad)).toEqual({
      snapshot: {
        dialog: 'packing',
        version: 3,
        subject: 'trip-1',
        waitingFor: 'where',
        answered: [],
        skipped: [],
      },
      replies: [{ kind: 'ask', question: 'where', step: 1, total: 3 }],
      effects: [],
    });
  });

  it('leaves out the questions that do not apply, and does not count them', () => {
    const { snapshot } = open(atHome);
    expect(after(snapshot, text('京都', atHome)).replies).toEqual([
      { kind: 'ask', question: 'when', step: 2, total: 2 },
    ]);
  });

  it('does not ask again what is known', () => {
    expect(open(abroad, ['where', 'when']).replies).toEqual([
      { kind: 'ask', question: 'passport', step: 2, total: 3 },
    ]);
  });

  it('is finished at once when everything is known', () => {
    expect(open(abroad, ['where', 'passport', 'when'])).toEqual({
      snapshot: null,
      replies: [{ kind: 'finished', answered: 3 }],
      effects: [],
    });
  });

  it('anew takes the place of one that was open', () => {
    const other = after(open(abroad).snapshot, {
      kind: 'open',
      subject: atHome,
      subjectId: 'trip-2',
      answered: [],
    });
    expect(other.snapshot).toMatchObject({ subject: 'trip-2', waitingFor: 'where', answered: [] });
  });
});

describe('an open dialog', () => {
  it('hands an answer on as it was written and asks the next question', () => {
    const answered = after(open(abroad).snapshot, text(' パリ '));
    expect(answered.effects).toEqual([{ kind: 'answered', question: 'where', text: ' パリ ' }]);
    expect(answered.replies).toEqual([{ kind: 'ask', question: 'passport', step: 2, total: 3 }]);
    expect(answered.snapshot).toMatchObject({ waitingFor: 'passport', answered: ['where'] });
  });

  it('goes on without an answer when a question is skipped', () => {
    const skipped = after(open(abroad).snapshot, skip);
    expect(skipped.effects).toEqual([]);
    expect(skipped.snapshot).toMatchObject({ waitingFor: 'passport', answered: [], skipped: ['where'] });
  });

  it('ends after the last question, and says how much was told', () => {
    const first = after(open(abroad).snapshot, text('パリ'));
    const second = after(first.snapshot, skip);
    expect(after(second.snapshot, text('5月'))).toEqual({
      snapshot: null,
      replies: [{ kind: 'finished', answered: 2 }],
      effects: [{ kind: 'answered', question: 'when', text: '5月' }],
    });
  });

  it('can be left, and resumed with what is missing', () => {
    const first = after(open(abroad).snapshot, text('パリ'));
    expect(after(first.snapshot, { kind: 'later' })).toEqual({
      snapshot: null,
      replies: [{ kind: 'left' }],
      effects: [],
    });
    expect(open(abroad, ['where']).replies).toEqual([
      { kind: 'ask', question: 'passport', step: 2, total: 3 },
    ]);
  });

  it('asks a question that was skipped again when it is opened another time', () => {
    const skipped = after(open(abroad).snapshot, skip);
    after(skipped.snapshot, { kind: 'later' });
    expect(open(abroad).snapshot?.waitingFor).toBe('where');
  });

  it('survives being stored', () => {
    const { snapshot } = open(abroad);
    const stored = dialogSnapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)));
    expect(after(stored, text('パリ'))).toEqual(after(snapshot, text('パリ')));
  });
});

describe('a snapshot that this dialog cannot go on with', () => {
  const { snapshot } = open(abroad);
  if (!snapshot) throw new Error('The dialog did not open.');
  const nothing = { snapshot: null, replies: [], effects: [] };

  it.each([
    ['of another version', { ...snapshot, version: 2 }],
    ['of another dialog', { ...snapshot, dialog: 'cooking' }],
    ['that waits for a question that is no more', { ...snapshot, waitingFor: 'hotel' }],
    ['that is none', null],
  ])('%s is dropped, and the event changes nothing', (_name, foreign) => {
    expect(after(foreign, text('パリ'))).toEqual(nothing);
    expect(after(foreign, skip)).toEqual(nothing);
    expect(after(foreign, { kind: 'later' })).toEqual(nothing);
  });

  it('is told from one that it can', () => {
    expect(resumable(packing, snapshot)).toBe(snapshot);
    expect(resumable(packing, { ...snapshot, version: 4 })).toBeUndefined();
    expect(resumable(packing, null)).toBeUndefined();
  });
});
