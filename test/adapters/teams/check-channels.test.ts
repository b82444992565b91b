import { describe, expect, it } from '@jest/globals';
import { checkChannels, type Membership } from '../../../adapters/teams/checks/channels.js';
import type { ConversationReference } from '../../../src/ports.js';

const desk = '19:desk@thread.tacv2';

const reference: ConversationReference = {
  place: { platform: 'teams', id: desk },
  conversationId: desk,
  serviceUrl: 'https://smba.trafficmanager.net/jp/',
  tenantId: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  botId: '28:8f2d3c1a-5b7e-4a9d-8c6f-1e2d3c4b5a69',
  user: null,
  seenAt: new Date('2026-11-24T01:02:03Z'),
};

function asking(known: ConversationReference | undefined, membership: Membership = { kind: 'inside' }) {
  const asked: [channel: string, serviceUrl: string][] = [];
  const check = async (...channels: string[]) => {
    const lines = await checkChannels({
      references: { latestOn: (platform) => Promise.resolve(platform === 'teams' ? known : undefined) },
      channels,
      askMembership: (channel, { serviceUrl }) => {
        asked.push([channel, serviceUrl]);
        return Promise.resolve(membership);
      },
    });
    return lines.map(({ verdict, about, says }) => `${verdict}: ${about}: ${says}`);
  };
  return { asked, check };
}

describe('before Teams has told us anything', () => {
  const { asked, check } = asking(undefined);

  it('says that follow-ups wait, and what to do; nobody is asked', async () => {
    const [contact, channel, ...others] = await check(desk);
    expect(contact).toMatch(/^warning: Teams contact: .+follow-ups wait; add the app/);
    expect(channel).toMatch(/^warning: Teams channel: 19:desk@thread\.tacv2: not asked/);
    expect(others).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('says all the same which ids cannot be right', async () => {
    const [, ...channels] = await check('C0DESK', '19:a@thread.tacv2;messageid=170', '19:a@unq.gbl.spaces');
    expect(channels).toEqual([
      expect.stringMatching(/^problem: Teams channel: C0DESK: is no channel id/),
      expect.stringMatching(/^problem: .+;messageid=170: is a thread of a channel/),
      expect.stringMatching(/^problem: .+spaces: is no channel id/),
    ]);
  });
});

describe('once Teams has told us where it is', () => {
  it('asks there about every channel, old ids included', async () => {
    const { asked, check } = asking(reference);
    const lines = await check(desk, '19:0123abcd@thread.skype');
    expect(lines).toEqual([
      expect.stringMatching(/^ok: Teams contact: last heard on 2026-11-24T01:02:03.000Z/),
      expect.stringMatching(/^ok: Teams channel: 19:desk@thread\.tacv2: the app is in its team$/),
      expect.stringMatching(/^ok: Teams channel: 19:0123abcd@thread\.skype: /),
    ]);
    expect(asked).toEqual([
      [desk, reference.serviceUrl],
      ['19:0123abcd@thread.skype', reference.serviceUrl],
    ]);
  });

  it('names a channel that the app is not in, and what to do', async () => {
    const [, line] = await asking(reference, { kind: 'outside' }).check(desk);
    expect(line).toMatch(/^problem: Teams channel: 19:desk@thread\.tacv2: .+add the app to its team/);
  });

  it('does not claim what it cannot tell', async () => {
    const [, line] = await asking(reference, { kind: 'unclear', reason: 'http 502' }).check(desk);
    expect(line).toMatch(/^warning: Teams channel: .+cannot be told.+http 502/);
  });
});
