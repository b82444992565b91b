/** The App Home, from what is in the store to what Slack takes. */
import { describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { createHome } from '../../../adapters/slack/home.js';
import type { HeldText } from '../../../src/bot/conversation.js';
import { aboutBot } from '../../../src/messages/courtesies.js';
import { numberOf, telling } from '../../../src/messages/telling.js';
import type { Proposal } from '../../../src/proposals/proposal.js';
import { composeHome } from '../../../src/use-cases/compose-home.js';
import { aProposal } from '../../builders/a-proposal.js';
import { after, aWord } from '../../builders/a-word.js';
import { aTown } from '../../builders/town.js';
import { jst } from '../../calendar/calendars.js';
import { refusalOfView } from '../../fakes/slack-api/limits-checker.js';

const town = aTown();
const { say } = town;
const now = jst('2026-11-24 14:00');
const someone = { id: 'slack:U0SUZUKI', name: '鈴木', section: null };

const publishedSchema = z.looseObject({
  user_id: z.string(),
  view: z.looseObject({ type: z.literal('home'), blocks: z.array(z.looseObject({ type: z.string() })) }),
});

interface Shown {
  readonly proposals?: readonly Proposal[];
  readonly held?: readonly HeldText[];
  readonly isDesk?: boolean;
}

/** What Slack was given for 鈴木’s Home. */
async function homeWith({ proposals = [], held = [], isDesk = false }: Shown) {
  const published: unknown[] = [];
  const client = { views: { publish: (view: unknown) => Promise.resolve(published.push(view)) } };
  const conversation = {
    lastRegistration: null,
    dialog: null,
    held: [...held],
    offered: null,
    drafts: [],
    wakeAt: null,
  };
  const ports = {
    store: {
      proposals: {
        listOf: (_person: string, limit: number) => Promise.resolve(proposals.slice(0, limit)),
        countOf: () => Promise.resolve(proposals.length),
      },
      conversations: { find: () => Promise.resolve({ value: conversation, version: 1 }) },
    },
    directory: { isDesk: () => Promise.resolve(isDesk) },
    town,
  };
  const homeOf = (person: string) => composeHome(ports, person, now);
  await createHome({ client: client as unknown as WebClient, homeOf })('U0SUZUKI');
  const { user_id, view } = publishedSchema.parse(published[0]);
  expect([published.length, user_id, refusalOfView(view)]).toEqual([1, 'U0SUZUKI', null]);
  return { blocks: view.blocks, json: JSON.stringify(view.blocks) };
}

/** The texts of headers, in their order: what somebody reads who skims the page. */
const headings = (blocks: readonly object[]): unknown[] =>
  blocks.flatMap((block) => {
    const header = z
      .looseObject({ type: z.literal('header'), text: z.object({ text: z.string() }) })
      .safeParse(block);
    return header.success ? [header.data.text.text] : [];
  });

const own = (text: string) =>
  aProposal({ at: jst('2026-11-20 10:00'), proposer: someone, platform: 'slack', text });
const asked = after(own('二番目に古い提案'), aWord({ at: now, word: 'ask' }));
const declined = after(
  own('終わった提案'),
  aWord({ at: now, word: 'decline', text: '来年度に見直すためです' }),
);

describe('the App Home', () => {
  it('says to a newcomer how it works, how long it takes and who reads what, and nothing else', async () => {
    const { blocks, json } = await homeWith({});
    expect(headings(blocks)).toEqual([say('help.heading'), say('home.who-sees')]);
    expect(json).toContain(say('home.how'));
    for (const topic of ['how-long', 'who-sees'] as const)
      expect(json).toContain(aboutBot(topic, telling(town, now)));
    expect(json).not.toContain('"actions"');
    expect(json).not.toMatch(/0件|undefined|null/);
  });

  it('shows one’s own proposals: what waits for oneself, what is under way, what has ended and why', async () => {
    const { blocks, json } = await homeWith({ proposals: [declined, own('新しい提案です'), asked] });
    expect(headings(blocks)[0]).toBe(say('mine.heading', { count: 3 }));
    const places = ['二番目に古い提案', '新しい提案です', '終わった提案'].map((text) => json.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(json).toContain(say('mine.your-turn'));
    expect(json).toContain('来年度に見直すためです');
    expect(json).toContain('"action_id":"proposal.reply"');
    expect(json).toContain('"action_id":"proposal.add"');
  });

  it('keeps to Slack’s limits with 60 proposals of 3 000 characters and 20 drafts, and hides none that waits', async () => {
    const many = Array.from({ length: 59 }, (_, n) => own(`${n}番目の${'とても長い提案'.repeat(430)}`));
    const held = Array.from({ length: 20 }, (_, n): HeldText => ({
      id: `held-${n}`,
      text: 'テスト'.repeat(1_000),
      messageKey: null,
      files: [],
      at: now,
      askAgainAt: null,
    }));
    const { blocks, json } = await homeWith({ proposals: [...many, asked], held, isDesk: true });
    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(json).toContain(numberOf(asked));
    expect(json).toContain(say('mine.more', { count: 50 }));
    // The end of the page is there too: nothing was cut off.
    expect(headings(blocks)).toEqual(
      [
        say('mine.heading', { count: 60 }),
        say('mine.drafts'),
        say('help.heading'),
        say('home.who-sees'),
      ].concat(say('home.desk')),
    );
  });

  it('has the desk’s two tools for the desk only', async () => {
    const tools = ['"action_id":"desk.unanswered"', '"action_id":"proposal.register-for"'];
    const [desk, others] = [await homeWith({ isDesk: true }), await homeWith({ proposals: [asked] })];
    for (const tool of tools) {
      expect(desk.json).toContain(tool);
      expect(others.json).not.toContain(tool);
    }
  });
});
