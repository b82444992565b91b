// Whatever comes with a good token: the process answers, and never that it is the one at fault.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/json-object.js';
import { parseEvent } from '../../../adapters/teams/parse-event.js';
import { payload, payloadNames, rowOf, serviceUrl } from './teams-payloads.js';
import { TeamsReceiver } from './teams-receiver.js';

const anything = fc.jsonValue({ maxDepth: 4 });
const key = fc.constantFrom(
  ...['type', 'id', 'name', 'text', 'from', 'recipient', 'conversation', 'value', 'entities', 'attachments'],
  ...['channelData', 'replyToId', 'timestamp', 'action', 'membersAdded', 'membersRemoved', '__proto__'],
);
const address = { channelId: 'msteams', serviceUrl };

/** A real activity with some of its fields put wrong, or something else altogether; always from our tenant. */
const activity = fc.oneof(
  fc
    .tuple(fc.constantFrom(...payloadNames), fc.dictionary(key, anything, { maxKeys: 4 }))
    .map(([name, changed]) => ({ ...payload(name), ...changed, ...address })),
  fc
    .tuple(fc.constantFrom(...payloadNames), key, fc.dictionary(fc.string(), anything))
    .map(([name, field, changed]) => {
      const whole = payload(name);
      return { ...whole, [field]: { ...(whole[field] as object | undefined), ...changed }, ...address };
    }),
  fc.dictionary(key, anything).map((fields) => ({ type: 'message', ...fields, ...address })),
);

describe('a receiver', () => {
  let teams: TeamsReceiver;
  beforeAll(async () => {
    teams = await TeamsReceiver.start();
    teams.atOnce = 'nothing';
  });
  afterAll(() => teams.close());

  it('answers any payload, and says 501 only to invokes that nobody knows', async () => {
    const token = await teams.token();
    await fc.assert(
      fc.asyncProperty(activity, async (sent: JsonObject) => {
        const { status } = await teams.post(sent, token);
        expect([200, 400, 403, 501]).toContain(status);
        if (status === 501) expect(sent.type).toBe('invoke');
      }),
      { numRuns: 1_500 },
    );
    expect(teams.inbox.envelopes.length).toBeGreaterThan(20);
    expect(teams.logged.filter(({ level }) => level === 'error')).toEqual([]);
  }, 120_000);

  it('reads what it has kept, and all of it', () => {
    for (const { body } of teams.inbox.envelopes)
      expect(parseEvent(rowOf(body)).kind).not.toBe('unsupported');
  });

  it('reads any row without throwing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          activity.map((sent) => JSON.stringify(sent)),
          fc.string(),
          fc.json(),
        ),
        (body) => {
          expect(parseEvent(rowOf(body))).toHaveProperty('kind');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
