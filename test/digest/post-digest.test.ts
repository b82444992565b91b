import { describe, expect, it } from '@jest/globals';
import { parseIsoWeek } from '../../src/calendar/local-date.js';
import { refuse } from '../../src/proposals/human-word.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import { digestAbout, lastWeek, type DigestPorts } from '../../src/use-cases/post-digest.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, speaking } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { jst } from '../calendar/calendars.js';

const town = aTown();
const now = jst('2026-11-24 09:00');
const tuesday = jst('2026-11-17 10:00');

function portsOf(open: readonly Proposal[]): DigestPorts {
  const none = () => Promise.resolve([]);
  return {
    archive: { registeredBetween: none, answeredBetween: none, endedBetween: none },
    proposals: { listOpen: () => Promise.resolve(open) },
    town,
  };
}

describe('who waits for a first answer in the digest', () => {
  it('is everybody whom no word has reached: one that was refused hides nothing', async () => {
    const waiting = aProposal({ at: tuesday });
    const word = aWord({ at: jst('2026-11-18 10:00') });
    const refused = refuse(speaking(waiting, word), word.deliveryId, word.at, town) ?? waiting;
    const answered = after(waiting, aWord({ at: word.at }));
    const { text } = await digestAbout(portsOf([waiting, refused, answered]), lastWeek(now, town), now);
    expect(refused.nextWord?.kind).toBe('deliver');
    expect(text).toContain(town.say('digest.unanswered', { count: 2, days: 4 }));
  });
});

describe('the week that a digest is about', () => {
  it('is the one before this, in Tokyo', () => {
    expect(lastWeek(now, town)).toBe(parseIsoWeek('2026-W47'));
    expect(lastWeek(jst('2026-11-23 00:00'), town)).toBe('2026-W47');
    expect(lastWeek(jst('2026-11-22 23:59'), town)).toBe('2026-W46');
  });
});
