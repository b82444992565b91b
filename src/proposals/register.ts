/** 受付: the first sentence is already a proposal (P2). */
import type { Instant } from '../calendar/instant.js';
import type { Duration } from '../calendar/duration.js';
import type { Person, Place, Platform } from '../places.js';
import { startWord, type PromiseRules } from './next-word.js';
import type { ProposalNumber } from './number.js';
import { planned, type Proposal } from './proposal.js';
import { entry, type FileReference } from './thread.js';

export interface Registration {
  readonly id: string;
  readonly number: ProposalNumber;
  readonly at: Instant;
  readonly text: string;
  readonly messageKey: string | null;
  readonly files?: readonly FileReference[];
  readonly proposer: Person | null;
  readonly place: Place | null;
  readonly platform: Platform;
  /** 代理登録: who wrote it down, and for whom. */
  readonly registeredBy?: Person;
  readonly spokenFor?: { name: string | null; section: string | null };
  readonly follows?: string | null;
}

/** `settle`: how long after the last text the desk hears of it. A desk that registers itself needs no settling. */
export function register(given: Registration, settle: Duration, rules: PromiseRules): Proposal {
  const cardLeavesAt = given.registeredBy ? given.at : rules.calendar.due(given.at, settle).dueAt;
  const name = given.proposer?.name ?? given.spokenFor?.name ?? null;
  const proposal: Proposal = {
    id: given.id,
    number: given.number,
    revision: 0,
    state: 'received',
    ending: null,
    headline: null,
    proposer: given.proposer,
    spokenFor: given.spokenFor ?? null,
    place: given.place,
    registeredBy: given.registeredBy ?? null,
    visibility: 'named',
    platform: given.platform,
    registeredAt: given.at,
    follows: given.follows ?? null,
    thread: [
      entry({
        id: `${given.id}-0`,
        at: given.at,
        by: 'proposer',
        name,
        kind: 'proposal',
        text: given.text,
        messageKey: given.messageKey,
        files: given.files ?? [],
      }),
    ],
    sending: [],
    nextWord: startWord('first-answer', { kind: 'desk' }, given.at, rules),
    history: [],
    lastSpeaker: null,
    cardLeavesAt,
    cardId: null,
    wakeAt: null,
  };
  return planned(proposal, rules, 'visible');
}
