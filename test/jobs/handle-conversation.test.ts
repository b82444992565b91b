/** Events whose platform cannot be asked who wrote them: they wait in their order, however long. */
import { describe, expect, it } from '@jest/globals';
import { handleConversation } from '../../jobs/processors/handle-conversation.js';
import type { Workplace } from '../../jobs/workplace.js';
import { conversationKey } from '../../src/bot/conversation.js';
import type { EventOf, IncomingEvent } from '../../src/bot/incoming-event.js';
import { PlatformUnavailable } from '../../src/errors.js';
import { directPlace, type Place } from '../../src/places.js';
import type { Directory, InboxRow } from '../../src/ports.js';
import { targetOf } from '../../src/proposals/proposal.js';
import { changes } from '../../src/bot/changes.js';
import { aProposal } from '../builders/a-proposal.js';
import { aWorkplace } from '../builders/a-workplace.js';
import { createFakeDirectory, idOf, type User } from '../fakes/fake-directory.js';

const start = new Date('2026-11-24T00:00:00Z');
type Body = Omit<EventOf<'message'>, 'id' | 'at'> | Omit<EventOf<'form'>, 'id' | 'at'>;

const parse = (row: InboxRow): IncomingEvent => ({
  ...(JSON.parse(row.body) as Body),
  id: row.id,
  at: row.receivedAt,
});

/** A directory that does not answer the named question while it is away. */
function aShyDirectory(question: 'describe' | 'isDesk') {
  const directory = { ...createFakeDirectory(), away: true };
  const ask = directory[question] as (id: string) => Promise<never>;
  const shy = (id: string) => (directory.away ? Promise.reject(new PlatformUnavailable('away')) : ask(id));
  return Object.assign(directory, { [question]: shy } as Partial<Directory>);
}

function aTalk(question: 'describe' | 'isDesk', user: User, place: Place = directPlace(idOf(user))) {
  const directory = aShyDirectory(question);
  const { work: calm, clock } = aWorkplace(start);
  const work: Workplace = { ...calm, directory, parsers: { web: parse } };
  const person = idOf(user);
  const key = conversationKey(place, person);
  let count = 0;
  const put = async (body: object) => {
    count += 1;
    clock.moveBy(1_000);
    await work.inbox.put({
      id: `row-${count}`,
      platform: 'web',
      eventId: `e-${count}`,
      dedupKey: `e-${count}`,
      conversation: key,
      receivedAt: clock.now(),
      body: JSON.stringify({ place, person, ...body }),
    });
  };
  const say = (text: string) =>
    put({ kind: 'message', messageId: `m-${count}`, text, replyTo: null, files: [] });
  const handle = () => handleConversation(work, { key });
  return { work, clock, directory, put, say, handle, person };
}

describe('an event while nobody can say who its person is', () => {
  it('waits in its order, is never buried, and is then what it always was', async () => {
    const talk = aTalk('describe', 'suzuki');
    await talk.say('会議室の予約が紙なので、二重予約がよく起きます');
    await talk.say('窓口の混雑も');
    for (let sweeps = 0; sweeps < 30; sweeps++) {
      await talk.handle();
      talk.clock.moveBy(60_000);
    }
    expect(await talk.work.inbox.countWaiting()).toBe(2);
    expect(await talk.work.store.proposals.countOf(talk.person)).toBe(0);

    talk.directory.away = false;
    await talk.handle();
    const [proposal, ...others] = await talk.work.store.proposals.listOf(talk.person, 5);
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      proposer: { name: '鈴木' },
      registeredAt: new Date(start.getTime() + 1_000),
    });
    expect(proposal?.thread.map(({ kind }) => kind)).toEqual(['proposal', 'addition']);
  });
});

describe('an event while nobody can say who is of the desk', () => {
  it('does not wait when it needs no desk: a proposal is a proposal', async () => {
    const talk = aTalk('isDesk', 'suzuki');
    await talk.say('会議室の予約が紙なので、二重予約がよく起きます');
    await talk.handle();
    expect(await talk.work.store.proposals.countOf(talk.person)).toBe(1);
  });

  it('waits when it is a press of the desk, and is done once that is known', async () => {
    const desk = { platform: 'web', id: 'desk' } as const;
    const talk = aTalk('isDesk', 'tanaka', desk);
    const proposal = aProposal({ at: start }, talk.work.town);
    await talk.work.store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));
    const values = { text: '電子予約を試します' };
    await talk.put({ kind: 'form', intent: 'proposal.answer', target: targetOf(proposal), values });
    await talk.handle();
    expect(await talk.work.inbox.countWaiting()).toBe(1);
    expect(await talk.work.outbox.headOf('web|desk')).toBeUndefined();

    talk.directory.away = false;
    await talk.handle();
    const after = await talk.work.store.proposals.find(proposal.id);
    expect(after?.value.sending).toMatchObject([{ word: 'answer', by: { name: '田中' } }]);
  });
});
