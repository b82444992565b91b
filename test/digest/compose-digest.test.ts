import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { controlsOf, type OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { parseIsoWeek } from '../../src/calendar/local-date.js';
import {
  composeDigest,
  longestWaitDays,
  shareInTime,
  type DigestFacts,
} from '../../src/digest/compose-digest.js';
import { digestWeek } from '../../src/digest/digest-week.js';
import { refuse, tell } from '../../src/proposals/human-word.js';
import { formatNumber } from '../../src/proposals/number.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import { add, withdraw } from '../../src/proposals/proposer-word.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, speaking, tanaka } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { jst } from '../calendar/calendars.js';

const town = aTown();
const now = jst('2026-11-24 09:00');
const lastWeek = parseIsoWeek('2026-W47');
if (!lastWeek) throw new Error('There is such a week.');
const { say } = town;
const week = digestWeek(lastWeek, 'Asia/Tokyo');

const digest = (facts: Partial<DigestFacts>): OutgoingMessage =>
  composeDigest({ registered: [], answered: [], ended: [], unanswered: [], ...facts }, week, now, town);

const tuesday = jst('2026-11-17 10:00');
const inTime = jst('2026-11-18 10:00');
const tooLate = jst('2026-11-24 08:30');

const received = () => aProposal({ at: tuesday });
const answered = (at = inTime, headline: string | null = null) => after(received(), aWord({ at, headline }));
const declined = (headline: string | null) =>
  after(received(), aWord({ at: inTime, word: 'decline', headline, text: '予算がないためです' }));
const many = (count: number, make: () => Proposal): Proposal[] => Array.from({ length: count }, make);

describe('the digest of a week', () => {
  it('counts what is new, answered, ended and waiting', () => {
    const { text } = digest({
      registered: many(3, received),
      answered: many(2, answered),
      ended: [declined(null)],
      unanswered: many(4, received),
    });
    expect(text).toContain(say('digest.new', { count: 3 }));
    expect(text).toContain(say('digest.answered', { count: 2 }));
    expect(text).toContain(say('digest.ended', { count: 1 }));
    expect(text).toContain(say('digest.unanswered', { count: 4, days: 4 }));
  });

  it('says which town and which days it is about', () => {
    const { blocks } = digest({ registered: [received()] });
    expect(blocks[0]).toEqual({
      kind: 'heading',
      text: say('digest.heading', {
        municipality: '山彦町',
        from: '11月16日（月）',
        to: '11月22日（日）',
      }),
    });
  });

  it('lists new proposals that have a headline, by number', () => {
    const titled = { ...received(), headline: '会議室の\n電子予約' };
    const untitled = received();
    const { text } = digest({ registered: [titled, untitled] });
    expect(text).toContain(
      say('digest.line', { number: formatNumber(titled.number), title: '会議室の 電子予約' }),
    );
    expect(text).not.toContain(formatNumber(untitled.number));
  });

  it('tells how proposals ended, also those without a headline', () => {
    const titled = declined('名札');
    const untitled = declined(null);
    const { text } = digest({ ended: [titled, untitled] });
    const ending = say('ending.declined');
    expect(text).toContain(
      say('digest.ended-line', { number: formatNumber(titled.number), title: '名札', ending }),
    );
    const title = say('digest.unheadlined');
    expect(text).toContain(
      say('digest.ended-line', { number: formatNumber(untitled.number), title, ending }),
    );
  });

  it('says nothing of what its own proposer took back', () => {
    const withdrawn = withdraw({ ...received(), headline: '取下げたもの' }, { at: inTime, reason: '' }, town);
    const { text } = digest({ ended: [withdrawn, declined('名札')] });
    expect(text).toContain(say('digest.ended', { count: 1 }));
    expect(text).not.toContain('取下げたもの');
  });

  it('names the longest wait in business days', () => {
    const older = aProposal({ at: jst('2026-11-13 16:00') });
    expect(longestWaitDays([received(), older], now, town)).toBe(6);
    expect(digest({ unanswered: [received(), older] }).text).toContain(
      say('digest.unanswered', { count: 2, days: 6 }),
    );
  });

  it('counts a wait from the day of receipt, and none for what came after closing', () => {
    expect(longestWaitDays([aProposal({ at: jst('2026-11-20 18:00') })], now, town)).toBe(0);
    expect(longestWaitDays([], now, town)).toBe(0);
  });

  it('says so when nobody waits', () => {
    expect(digest({ answered: [answered()] }).text).toContain(say('digest.none-unanswered'));
  });

  it('is one line when all is zero', () => {
    const { text, blocks } = digest({});
    expect(blocks).toHaveLength(1);
    expect(text).not.toContain('\n');
    expect(text).toContain('11月16日（月）');
    expect(text).toContain('11月22日（日）');
  });

  it('is one line, too, when all that ended was withdrawn', () => {
    const withdrawn = withdraw(received(), { at: inTime, reason: '' }, town);
    expect(digest({ ended: [withdrawn] }).blocks).toHaveLength(1);
  });

  it('has no controls: everybody reads it', () => {
    const full = digest({ registered: [received()], ended: [declined('名札')], unanswered: [received()] });
    expect(controlsOf(full)).toEqual([]);
  });
});

describe('the share that was answered in time', () => {
  it('is told from five cases on', () => {
    expect(shareInTime(many(4, answered))).toBeNull();
    expect(shareInTime([...many(4, answered), answered(tooLate)])).toBe(80);
    expect(digest({ answered: many(4, answered) }).text).not.toContain('％');
    expect(digest({ answered: [...many(4, answered), answered(tooLate)] }).text).toContain(
      say('digest.in-time', { share: 80, count: 5 }),
    );
  });

  it('is rounded', () => {
    expect(shareInTime([...many(4, answered), ...many(2, () => answered(tooLate))])).toBe(67);
  });

  it('measures an answer that a human had to tell by the first promise too', () => {
    const told = (at: Date): Proposal => {
      const word = aWord({ at: inTime });
      const waiting = refuse(speaking(received(), word), word.deliveryId, inTime, town);
      const how = { id: 'told', by: tanaka, signedAs: 'DX推進課・田中', text: '電話', at };
      const done = waiting && tell(waiting, how, town);
      if (!done) throw new Error('Nothing was to be told.');
      return done;
    };
    expect(shareInTime([...many(4, answered), told(jst('2026-11-19 10:00'))])).toBe(100);
    expect(shareInTime([...many(4, answered), told(tooLate)])).toBe(80);
  });
});

describe('nobody’s name and nobody’s words', () => {
  /** Rare enough that the digest's own sentences never hold it. */
  const secret = fc
    .tuple(fc.constantFrom('«N', '<@U', '=cmd', '*b_', '名'), fc.nat(1e9), fc.string({ unit: 'binary' }))
    .map(([sign, n, rest]) => ({ mark: `${sign}${n + 1e9}`, rest }));

  it('ever occur in a digest, whatever people are called and write', () => {
    fc.assert(
      fc.property(secret, secret, secret, fc.boolean(), (name, text, reason, hasHeadline) => {
        const hostile = ({ mark, rest }: { mark: string; rest: string }) => `${rest}${mark}${rest}`;
        const proposer = { id: 'web:x', name: hostile(name), section: hostile(name) };
        const headline = hasHeadline ? '見出し' : null;
        const said = { id: 's', at: tuesday, text: hostile(text), messageKey: null };
        const open = add(
          { ...aProposal({ at: tuesday, proposer, text: hostile(text) }), headline },
          said,
          town.settings.intake.settle,
          town,
        );
        const by = { id: 'web:y', name: hostile(name), section: hostile(name) };
        const word = { at: inTime, by, signedAs: hostile(name), text: hostile(reason) };
        const facts = {
          registered: [open],
          answered: [after(open, aWord(word))],
          ended: [after(open, aWord({ ...word, word: 'close-answered' }))],
          unanswered: [open],
        };
        const shown = JSON.stringify(digest(facts));
        for (const { mark } of [name, text, reason]) expect(shown).not.toContain(mark);
        expect(/R8-\d+ 見出し/.test(shown)).toBe(hasHeadline);
      }),
    );
  });
});
