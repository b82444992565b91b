/**
 * After an outage of ours: reads in every known direct message what Slack may have given up delivering (P1). What
 * the inbox has already is a duplicate there, so looking back too far does no harm.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { directPlace, type PersonId } from '../../src/places.js';
import type { Envelope, Inbox, Log } from '../../src/ports.js';
import type { ConversationIds } from './conversation-id.js';
import { envelopeOf, type EnvelopeDeps } from './envelope.js';
import { readPayload } from './read-payload.js';
import { reasonOf } from './take-in.js';

export interface CatchUpDeps extends EnvelopeDeps {
  readonly client: WebClient;
  readonly conversations: ConversationIds;
  readonly inbox: Pick<Inbox, 'put'>;
  readonly onStored: (envelope: Envelope) => void;
  readonly log: Log;
  /** Everybody who ever wrote to the bot here. */
  readonly knownPeople: () => Promise<readonly PersonId[]>;
  readonly stopping: () => boolean;
  /** Between two people; shorter than Slack's pace only where no real Slack listens. */
  readonly paceMs?: number;
}

/** Reading histories is limited to some fifty calls a minute (facts/slack.md §8); others need them too. */
const paceMs = 1_500;
const perPerson = 200;

type Missed = Readonly<Record<string, unknown>>;

/** As Slack would have delivered it: the message, and its edit when it was edited since. */
function eventsOf(message: Missed, channel: string): object[] {
  const place = { channel, channel_type: 'im' };
  const written = { ...message, type: 'message', ...place };
  if (message['edited'] === undefined) return [written];
  const { edited: _edited, ...original } = message;
  const changed = { type: 'message', subtype: 'message_changed', ts: message['ts'], ...place };
  return [written, { ...changed, message, previous_message: { ...original, text: '' } }];
}

/** One person's direct messages since `oldest` (system clock), oldest first. Answers how many were missed. */
async function readPerson(deps: CatchUpDeps, person: PersonId, oldest: Date): Promise<number> {
  const channel = await deps.conversations.channelOf(directPlace(person));
  const { messages } = await deps.client.conversations.history({
    channel,
    oldest: String(oldest.getTime() / 1_000),
    limit: perPerson,
  });
  let missed = 0;
  for (const message of [...(messages ?? [])].reverse()) {
    for (const event of eventsOf({ ...message }, channel)) {
      const payload = { type: 'event_callback', event };
      const reading = readPayload(payload);
      if (reading.kind !== 'word') continue;
      const envelope = envelopeOf(reading, JSON.stringify(payload), deps);
      if ((await deps.inbox.put(envelope)) === 'duplicate') continue;
      missed += 1;
      deps.onStored(envelope);
    }
  }
  return missed;
}

async function peopleOrNone({ knownPeople, log }: CatchUpDeps): Promise<readonly PersonId[]> {
  try {
    return await knownPeople();
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'the store did not say whose history to read');
    return [];
  }
}

/** Never rejects: whom Slack does not let us read today is read the next time. Answers how many words were missed. */
export async function catchUp(deps: CatchUpDeps, oldest: Date): Promise<number> {
  let missed = 0;
  for (const person of await peopleOrNone(deps)) {
    if (deps.stopping()) break;
    try {
      missed += await readPerson(deps, person, oldest);
    } catch (error) {
      deps.log.warn({ reason: reasonOf(error) }, 'the history of a conversation could not be read');
    }
    await sleep(deps.paceMs ?? paceMs, undefined, { ref: false });
  }
  if (missed > 0)
    deps.log.warn({ missed }, 'words that Slack could not deliver were fetched from its history');
  return missed;
}
