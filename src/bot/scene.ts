/**
 * Everything one turn is computed from: the event, who did it, what was read. Nothing in it can write, but for
 * drawing this row's number, which is the same however often it is asked for.
 */
import type { Refusal } from '../messages/refusals.js';
import { telling, type Telling } from '../messages/telling.js';
import { directPlace, isDirect, type Person, type PersonId } from '../places.js';
import type { Directory, Ids, InboxRow, Numbers, Store } from '../ports.js';
import type { Proposal } from '../proposals/proposal.js';
import type { Town } from '../town.js';
import { changes, type Changes, type ConversationChange, type Stored } from './changes.js';
import { conversationKey, newConversation, plannedConversation, type Conversation } from './conversation.js';
import type { Outgoing, Purpose, Role } from './delivery.js';
import type { IncomingEvent } from './incoming-event.js';
import type { OutgoingMessage } from './outgoing-message.js';

export interface TurnPorts {
  readonly store: Pick<Store, 'proposals' | 'conversations' | 'deliveries'>;
  readonly numbers: Numbers;
  readonly directory: Directory;
  readonly ids: Ids;
  readonly town: Town;
}

export interface Scene {
  readonly ports: TurnPorts;
  readonly row: InboxRow;
  readonly event: IncomingEvent;
  readonly person: Person;
  /** Asked only where something depends on it: a proposer's word needs no desk. @throws PlatformUnavailable */
  readonly isDesk: () => Promise<boolean>;
  readonly conversation: Conversation;
  readonly conversationVersion: number | null;
  /** The town at the instant the event arrived: promises count from there. */
  readonly telling: Telling;
}

/** @throws PlatformUnavailable when its platform does not say who the person is: the event waits. */
export async function openScene(ports: TurnPorts, row: InboxRow, event: IncomingEvent): Promise<Scene> {
  const stored = await ports.store.conversations.find(row.conversation);
  return {
    ports,
    row,
    event,
    person: await ports.directory.describe(event.person),
    isDesk: () => ports.directory.isDesk(event.person),
    conversation: stored?.value ?? newConversation,
    conversationVersion: stored?.version ?? null,
    telling: telling(ports.town, event.at),
  };
}

/** What a use case answers with; the turn adds the fences. */
export interface Effects {
  readonly proposals?: readonly (Stored<Proposal> | { value: Proposal; version: null })[];
  readonly messages?: readonly Outgoing[];
  readonly outcomes?: Changes['outcomes'];
  readonly conversation?: Conversation;
  /** What the bot remembers of the person somewhere else, or of somebody else, has changed too. */
  readonly elsewhere?: readonly ConversationChange[];
  /** Nothing was done, and why. Whoever asked for it says so, and keeps what was written. */
  readonly refusal?: Refusal;
}

/** What the bot remembers of somebody's direct messages, read for a turn that takes place elsewhere. */
export async function directConversation(scene: Scene, person: PersonId): Promise<ConversationChange> {
  const key = conversationKey(directPlace(person), person);
  const stored = await scene.ports.store.conversations.find(key);
  return { key, conversation: stored?.value ?? newConversation, basedOn: stored?.version ?? null };
}

export const nothing: Effects = {};

export const changed = ({ version }: Stored<Proposal>, value: Proposal): Stored<Proposal> => ({
  value,
  version,
});

export const isNew = (value: Proposal): { value: Proposal; version: null } => ({ value, version: null });

interface Saying {
  readonly to?: Role;
  readonly purpose?: Purpose;
  readonly about?: Proposal;
  /** Distinguishes several messages of one turn. */
  readonly part?: string;
}

/** A message to whoever caused this turn, where they did it; in a room others read, for their eyes only. */
export const answerHere = (scene: Scene, message: OutgoingMessage, saying: Saying = {}): Outgoing => ({
  id: `${scene.row.id}-${saying.part ?? 'here'}`,
  place: scene.event.place,
  to: saying.to ?? 'person',
  purpose: saying.purpose ?? 'courtesy',
  proposalIds: saying.about ? [saying.about.id] : [],
  message,
  onlyFor: isDirect(scene.event.place) ? null : scene.event.person,
});

/** A message to a person's direct messages, wherever the turn took place. */
export const tellPerson = (
  scene: Scene,
  person: PersonId,
  message: OutgoingMessage,
  saying: Saying,
): Outgoing => ({
  id: `${scene.row.id}-${saying.part ?? 'tell'}`,
  place: directPlace(person),
  to: saying.to ?? 'person',
  purpose: saying.purpose ?? 'courtesy',
  proposalIds: saying.about ? [saying.about.id] : [],
  message,
});

export function toChanges(scene: Scene, effects: Effects): Changes {
  const { conversation } = effects;
  return changes({
    proposals: (effects.proposals ?? []).map(({ value, version }) => ({
      proposal: value,
      basedOn: version,
    })),
    conversations: [
      ...(conversation
        ? [{ key: scene.row.conversation, conversation, basedOn: scene.conversationVersion }]
        : []),
      ...(effects.elsewhere ?? []),
    ].map((change) => ({ ...change, conversation: plannedConversation(change.conversation) })),
    messages: effects.messages ?? [],
    outcomes: effects.outcomes ?? [],
  });
}
