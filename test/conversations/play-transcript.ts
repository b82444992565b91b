/** Plays a transcript: complete, so what the bot says and nobody expected fails it too. */
import { localDateOf } from '../../src/calendar/local-date.js';
import { Actors } from './actors.js';
import { happen } from './happenings.js';
import { chatPlace, createListener, isSamePlace, matches, written, type Said } from './said.js';
import { createTownUnderTest, type TownSettings, type TownUnderTest } from './town-under-test.js';
import { instantOf, parseTranscript, TranscriptFailure, type Step } from './transcript.js';
import { aTown } from '../builders/town.js';
import { idOf } from '../fakes/fake-directory.js';

type Expected = Extract<Step, { kind: 'expect' }>;

/** Where a transcript begins that sets no clock first: an ordinary Monday. */
const defaultStart = instantOf('2026-10-05', '09:00');

export class Transcription {
  private said: Said[] = [];
  /** Not expected yet; rewritten messages are not awaited: they disturb nobody. */
  private open: Said[] = [];
  private readonly listener: ReturnType<typeof createListener>;
  private readonly actors: Actors;

  constructor(private readonly tut: TownUnderTest) {
    this.listener = createListener(tut);
    this.actors = new Actors(tut);
  }

  async play(step: Step): Promise<void> {
    if (step.kind === 'expect') {
      this.expect(step);
      return;
    }
    this.finish(step);
    await this.move(step);
    this.said = this.listener.take();
    this.open = this.said.filter(({ rewritten }) => !rewritten);
  }

  /** Nothing may be left that nobody expected. */
  finish(step: Pick<Step, 'line' | 'source'>): void {
    if (this.open.length > 0) this.fail(step, 'Before this line the bot also said, unexpectedly:', this.open);
  }

  everything(): string[] {
    return this.said.map((one) => written(one, this.tut.town));
  }

  private async move(step: Exclude<Step, Expected>): Promise<void> {
    const { tut } = this;
    try {
      switch (step.kind) {
        case 'clock': {
          const day = step.day ?? localDateOf(tut.now(), tut.town.calendar.timezone);
          await tut.advanceTo(instantOf(day, step.time));
          return;
        }
        case 'event': {
          await happen(tut, step.text);
          return;
        }
        case 'act': {
          await this.actors.act(step);
          return;
        }
      }
    } catch (cause) {
      const { line, source } = step;
      const failure = new TranscriptFailure(line, source, cause instanceof Error ? cause.message : '');
      throw Object.assign(failure, { cause });
    }
  }

  private expect(expected: Expected): void {
    const place = chatPlace(expected.place, this.tut.town);
    const reader = expected.onlyFor && idOf(expected.onlyFor);
    const isThere = (one: Said) =>
      isSamePlace(one.place, place) && one.onlyFor === reader && one.rewritten === expected.rewritten;
    if (expected.parts.length + expected.never.length === 0) {
      if (this.open.some(isThere)) this.fail(expected, 'Nothing was expected, but the bot said:', this.open);
      return;
    }
    const candidates = expected.rewritten ? this.said.filter(isThere) : this.open.filter(isThere).slice(0, 1);
    const found = candidates.findLast((one) => matches(one, expected));
    if (!found)
      this.fail(expected, 'The bot did not say this. Since somebody last did something it said:', this.said);
    this.open = this.open.filter((one) => one !== found);
  }

  private fail(
    { line, source }: Pick<Step, 'line' | 'source'>,
    problem: string,
    said: readonly Said[],
  ): never {
    const words = said.map((one) => written(one, this.tut.town));
    throw new TranscriptFailure(
      line,
      source,
      [problem, ...(words.length > 0 ? words : ['(nothing)'])].join('\n'),
    );
  }
}

/** As towns have it; the town for trying out settles within seconds. */
export const town = aTown({
  intake: { settle: { unit: 'time', ms: 2 * 60_000 }, addition: { unit: 'time', ms: 30 * 60_000 } },
});

export function startOf(steps: readonly Step[]): Date {
  const [first] = steps;
  return first?.kind === 'clock' && first.day !== null ? instantOf(first.day, first.time) : defaultStart;
}

/** @throws TranscriptFailure at the first line that is not as it is written. */
export async function playTranscript(
  text: string,
  others: Pick<TownSettings, 'openStore'> = {},
): Promise<void> {
  const steps = parseTranscript(text);
  const transcription = new Transcription(createTownUnderTest({ now: startOf(steps), town, ...others }));
  for (const step of steps) await transcription.play(step);
  transcription.finish({ line: text.split('\n').length, source: '(end of the transcript)' });
}
