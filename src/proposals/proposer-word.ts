/** What the proposer says after the first sentence: more, other, a reply, or that it should be dropped. */
import type { Instant } from '../calendar/instant.js';
import type { Duration } from '../calendar/duration.js';
import { fulfilled, startWord, type Holder, type PromiseRules } from './next-word.js';
import { isOpen, planned, type Proposal } from './proposal.js';
import { entry, entryOfMessage, replaceText, type Entry, type FileReference } from './thread.js';

interface Said {
  readonly id: string;
  readonly at: Instant;
  readonly text: string;
  readonly messageKey: string | null;
  readonly files?: readonly FileReference[];
}

const said = (proposal: Proposal, what: Said, more: Pick<Entry, 'kind'> & { prompt?: string }): Entry =>
  entry({ ...what, by: 'proposer', name: proposal.proposer?.name ?? null, ...more });

/** A text within the settling time makes the desk wait once more, so that it reads everything at once. */
function settledAgain(
  proposal: Proposal,
  at: Instant,
  settle: Duration,
  rules: PromiseRules,
): Instant | null {
  return proposal.cardLeavesAt && rules.calendar.due(at, settle).dueAt;
}

/** 補足, or the answer to one of the questions of もう少し伝える (`prompt`). */
export function add(
  proposal: Proposal,
  what: Said & { prompt?: string },
  settle: Duration,
  rules: PromiseRules,
): Proposal {
  const { prompt, ...rest } = what;
  const more = prompt === undefined ? { kind: 'addition' as const } : { kind: 'tell-more' as const, prompt };
  return planned(
    {
      ...proposal,
      thread: [...proposal.thread, said(proposal, rest, more)],
      cardLeavesAt: settledAgain(proposal, what.at, settle, rules),
    },
    rules,
    'visible',
  );
}

/** Whoever spoke last owes again; the desk when nobody has. */
export const owesAgain = (proposal: Proposal): Holder =>
  proposal.lastSpeaker ? { kind: 'person', person: proposal.lastSpeaker } : { kind: 'desk' };

/** The answer to the desk's question: whoever asked owes the next word again. */
export function reply(proposal: Proposal, what: Said, rules: PromiseRules): Proposal {
  const thread = [...proposal.thread, said(proposal, what, { kind: 'reply' })];
  const word = proposal.nextWord;
  if (word?.kind !== 'reply') return planned({ ...proposal, thread }, rules, 'visible');
  return planned(
    {
      ...proposal,
      thread,
      state: 'considering',
      nextWord: startWord('news', owesAgain(proposal), what.at, rules),
      history: [...proposal.history, fulfilled(word, what.at, 'reply')],
    },
    rules,
    'visible',
  );
}

/** 取下げ, by the proposer alone. A desk that has not heard of it yet never will. */
export function withdraw(
  proposal: Proposal,
  what: { at: Instant; reason: string },
  rules: PromiseRules,
): Proposal {
  if (!isOpen(proposal) || !proposal.nextWord) return proposal;
  return planned(
    {
      ...proposal,
      state: 'closed',
      ending: { kind: 'withdrawn', reason: what.reason, at: what.at },
      history: [...proposal.history, fulfilled(proposal.nextWord, what.at, 'ending')],
      nextWord: null,
      cardLeavesAt: null,
    },
    rules,
    'visible',
  );
}

/** An edit (`newText`) or a deletion (null) of a message. Undefined: that message is not in this thread. */
export function revise(
  proposal: Proposal,
  what: { id: string; at: Instant; messageKey: string; newText: string | null },
  settle: Duration,
  rules: PromiseRules,
): Proposal | undefined {
  const old = entryOfMessage(proposal.thread, what.messageKey);
  if (!old || old.text === what.newText || (old.masked && what.newText === null)) return undefined;
  return planned(
    {
      ...proposal,
      thread: replaceText(proposal.thread, old, what),
      cardLeavesAt: settledAgain(proposal, what.at, settle, rules),
    },
    rules,
    'visible',
  );
}

/** The text was filed here by mistake and is now a proposal of its own: it leaves the public thread. */
export function release(proposal: Proposal, entryId: string, rules: PromiseRules): Proposal {
  const thread = proposal.thread.map((e) =>
    e.id === entryId ? { ...e, visibility: 'internal' as const, messageKey: null } : e,
  );
  return planned({ ...proposal, thread }, rules, 'visible');
}
