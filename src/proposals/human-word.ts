/**
 * A human word to the proposer: spoken, on its way, arrived or refused. It fulfils the next word, moves
 * the state and ends a proposal only when it arrived or was told (P5, design §4, Arrival).
 */
import type { Instant } from '../calendar/instant.js';
import type { Person } from '../places.js';
import type { Ending } from './ending.js';
import {
  fulfilled,
  startWord,
  superseded,
  type HumanWord,
  type NextWordKind,
  type PastWord,
  type PromiseRules,
  type Spoken,
} from './next-word.js';
import { isOpen, planned, type Proposal, type State } from './proposal.js';
import { entry, withDelivery, type EntryKind } from './thread.js';

interface Effect {
  readonly entry: EntryKind;
  readonly fulfils: NonNullable<PastWord['fulfilledBy']>;
  readonly leadsTo: { state: Exclude<State, 'closed'>; owed: NextWordKind } | { ending: Ending['kind'] };
}

/** What each human word does when it has arrived. All of them may be spoken in every open state. */
export const effects: { readonly [Word in HumanWord]: Effect } = {
  answer: { entry: 'answer', fulfils: 'answer', leadsTo: { state: 'considering', owed: 'news' } },
  ask: { entry: 'question', fulfils: 'ask', leadsTo: { state: 'asked-proposer', owed: 'reply' } },
  decline: { entry: 'ending', fulfils: 'ending', leadsTo: { ending: 'declined' } },
  'close-answered': { entry: 'ending', fulfils: 'ending', leadsTo: { ending: 'answered' } },
};

const ends = (word: HumanWord): boolean => 'ending' in effects[word].leadsTo;

export type SpeakOutcome =
  { kind: 'spoken'; proposal: Proposal; spoken: Spoken } | { kind: 'closed' } | { kind: 'ending-on-its-way' };

export interface Words {
  readonly deliveryId: string;
  readonly word: HumanWord;
  readonly by: Person;
  /** Signature as the proposer reads it: 課・氏名. */
  readonly signedAs: string;
  readonly text: string;
  readonly headline: string | null;
  readonly at: Instant;
}

/** After the words that end it nothing else is sent, until they arrived. */
export const hasEndingOnItsWay = ({ sending, nextWord }: Proposal): boolean =>
  [...sending, ...(nextWord?.undelivered ?? [])].some(({ word }) => ends(word));

/** From here on the word is `sending`, and reminders rest. */
export function speak(proposal: Proposal, words: Words, rules: PromiseRules): SpeakOutcome {
  if (!isOpen(proposal)) return { kind: 'closed' };
  if (hasEndingOnItsWay(proposal)) return { kind: 'ending-on-its-way' };
  const entryId = `${words.deliveryId}-said`;
  const spoken: Spoken = {
    deliveryId: words.deliveryId,
    entryId,
    word: words.word,
    by: words.by,
    at: words.at,
  };
  const said = entry({
    id: entryId,
    at: words.at,
    by: 'desk',
    name: words.signedAs,
    kind: effects[words.word].entry,
    text: words.text,
    delivery: 'sending',
  });
  const next = planned(
    {
      ...proposal,
      headline: words.headline ?? proposal.headline,
      thread: [...proposal.thread, said],
      sending: [...proposal.sending, spoken],
    },
    rules,
    'visible',
  );
  return { kind: 'spoken', proposal: next, spoken };
}

/** The holder owes the following word; for a question that is the proposer. */
const ownerOf = (kind: NextWordKind, spoken: Spoken) =>
  kind === 'reply' ? ({ kind: 'proposer' } as const) : ({ kind: 'person', person: spoken.by } as const);

function takeEffect(
  proposal: Proposal,
  spoken: Spoken,
  at: Instant,
  rules: PromiseRules,
  told: boolean,
): Proposal {
  if (!isOpen(proposal) || !proposal.nextWord) return proposal;
  const { leadsTo, fulfils } = effects[spoken.word];
  // What was refused before is still to be told by a human: another word that arrives does not tell it.
  const stillToTell = !told && proposal.nextWord.undelivered.length > 0;
  if (stillToTell && 'state' in leadsTo) {
    return { ...proposal, state: leadsTo.state, lastSpeaker: spoken.by };
  }
  const history = [...proposal.history, fulfilled(proposal.nextWord, at, told ? 'told' : fulfils)];
  if ('ending' in leadsTo) {
    const reason = proposal.thread.find((e) => e.id === spoken.entryId)?.text ?? '';
    const ending: Ending = { kind: leadsTo.ending, reason, at };
    return { ...proposal, state: 'closed', ending, nextWord: null, history, cardLeavesAt: null };
  }
  const owed = startWord(leadsTo.owed, ownerOf(leadsTo.owed, spoken), at, rules);
  return { ...proposal, state: leadsTo.state, nextWord: owed, history, lastSpeaker: spoken.by };
}

/** The word is on its way no more, and its entry says what became of it. Undefined: it was not on its way. */
function offItsWay(
  proposal: Proposal,
  deliveryId: string,
  delivery: 'sent' | 'refused',
): { proposal: Proposal; spoken: Spoken } | undefined {
  const spoken = proposal.sending.find((one) => one.deliveryId === deliveryId);
  if (!spoken) return undefined;
  const sending = proposal.sending.filter((one) => one !== spoken);
  const thread = withDelivery(proposal.thread, spoken.entryId, delivery);
  return { proposal: { ...proposal, sending, thread }, spoken };
}

/** The platform accepted the word for that person: it takes effect now. Undefined: it was not on its way. */
export function arrive(
  proposal: Proposal,
  deliveryId: string,
  at: Instant,
  rules: PromiseRules,
): Proposal | undefined {
  const arrived = offItsWay(proposal, deliveryId, 'sent');
  return arrived && planned(takeEffect(arrived.proposal, arrived.spoken, at, rules, false), rules, 'visible');
}

/** The platform refused for good: a named human now has to tell it, and owes that from today. */
export function refuse(
  proposal: Proposal,
  deliveryId: string,
  at: Instant,
  rules: PromiseRules,
): Proposal | undefined {
  const left = offItsWay(proposal, deliveryId, 'refused');
  if (!left) return undefined;
  const { proposal: refused, spoken } = left;
  const word = refused.nextWord;
  if (!isOpen(refused) || !word) return planned(refused, rules, 'visible');
  const undelivered = [...word.undelivered, spoken];
  const author = { kind: 'person', person: spoken.by } as const;
  return planned(
    {
      ...refused,
      nextWord: startWord('deliver', author, at, rules, undelivered),
      history: [...refused.history, superseded(word, at, 'deliver')],
    },
    rules,
    'visible',
  );
}

/** A human told what the bot could not deliver (`proposal.told`). Undefined: nothing waits to be told. */
export function tell(
  proposal: Proposal,
  how: { id: string; by: Person; signedAs: string; text: string; at: Instant },
  rules: PromiseRules,
): Proposal | undefined {
  const undelivered = proposal.nextWord?.undelivered ?? [];
  if (undelivered.length === 0) return undefined;
  const note = entry({
    id: how.id,
    at: how.at,
    by: 'desk',
    name: how.signedAs,
    kind: 'told',
    visibility: 'internal',
    text: how.text,
  });
  const told = undelivered.reduce<Proposal>(
    (p, spoken) =>
      takeEffect(
        { ...p, thread: withDelivery(p.thread, spoken.entryId, 'told') },
        spoken,
        how.at,
        rules,
        true,
      ),
    { ...proposal, thread: [...proposal.thread, note] },
  );
  return planned(told, rules, 'visible');
}
