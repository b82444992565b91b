/** Every message that the heart can compose, about proposals in every state, with the given people and words. */
import type { HeldText } from '../../src/bot/conversation.js';
import type { OutgoingMessage } from '../../src/bot/outgoing-message.js';
import { parseIsoWeek } from '../../src/calendar/local-date.js';
import { composeDigest } from '../../src/digest/compose-digest.js';
import { digestWeek } from '../../src/digest/digest-week.js';
import { tellMoreQuestions } from '../../src/dialogs/tell-more.js';
import {
  answerAboutBot,
  askAboutHeld,
  askMore,
  courtesy,
  heldDiscarded,
  heldGone,
  help,
  moreFinished,
  moreLeft,
  offerRegisterFor,
  statusUnknown,
} from '../../src/messages/courtesies.js';
import { deskCard } from '../../src/messages/desk-card.js';
import {
  arrivedNotice,
  botWordRefused,
  happened,
  humanTask,
  notedNotice,
  toldNotice,
  unreadable,
} from '../../src/messages/desk-notices.js';
import { home } from '../../src/messages/home.js';
import { myProposals, status, unanswered } from '../../src/messages/lists.js';
import { receipt, receiptForDesk } from '../../src/messages/receipt.js';
import { draftKept, formTooLate, refused } from '../../src/messages/refusals.js';
import { bundle, reminderLine } from '../../src/messages/reminders.js';
import { alreadyFiled, askAuthor, notProposed } from '../../src/messages/shortcut.js';
import { signature, telling, type Telling } from '../../src/messages/telling.js';
import {
  added,
  deleted,
  dueExplained,
  edited,
  humanWord,
  madeAddition,
  markedAsResent,
  replied,
  withdrawn,
} from '../../src/messages/to-proposer.js';
import { instead, missed } from '../../src/messages/told-instead.js';
import type { Person } from '../../src/places.js';
import { take } from '../../src/proposals/desk-work.js';
import { refuse, tell } from '../../src/proposals/human-word.js';
import { textOf, type Proposal } from '../../src/proposals/proposal.js';
import { add, reply, revise, withdraw } from '../../src/proposals/proposer-word.js';
import { aProposal } from '../builders/a-proposal.js';
import { after, aWord, speaking } from '../builders/a-word.js';
import { aTown } from '../builders/town.js';
import { jst } from '../calendar/calendars.js';

export const town = aTown();
export const friday = jst('2026-11-20 10:00');
export const tuesday = jst('2026-11-24 14:00');

export interface Cast {
  readonly proposer: Person;
  readonly author: Person;
  readonly text: string;
  readonly headline: string;
}

export const usualCast: Cast = {
  proposer: { id: 'web:suzuki', name: '鈴木', section: '市民課' },
  author: { id: 'web:tanaka', name: '田中', section: null },
  text: '会議室の予約が紙なので、二重予約がよく起きます',
  headline: '会議室の電子予約',
};

const there = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('That was not possible.');
  return value;
};

/** Its owner may have called it anything. */
const file = (name: string) => ({ name, sizeBytes: 204_800, url: 'https://town.example/files/F1' });

/** One proposal in each state that it can be seen in, by what it is called here. */
export function proposalsOf({ proposer, author, text, headline }: Cast) {
  const at = telling(town, tuesday);
  const said = { id: 'said-1', at: tuesday, text, messageKey: 'key-1' };
  const word = { at: tuesday, by: author, signedAs: signature(author, at), text, headline };
  const settle = town.settings.intake.settle;

  const received = aProposal({ at: friday, proposer, text, messageKey: 'key-0' });
  const taken = take(received, author, town);
  const answer = aWord(word);
  const ending = aWord({ ...word, word: 'decline' });
  const sending = speaking(received, answer, town);
  const undelivered = there(refuse(sending, answer.deliveryId, tuesday, town));
  const asked = after(received, aWord({ ...word, word: 'ask' }), tuesday, town);
  const heard = { proposer: null, place: null, registeredBy: author, text, at: friday } as const;
  return {
    received,
    added: add(received, said, settle, town),
    toldMore: add(received, { ...said, prompt: 'where-how-much' }, settle, town),
    masked: there(revise(received, { ...said, messageKey: 'key-0', newText: null }, settle, town)),
    taken: taken.kind === 'taken' ? taken.proposal : received,
    sending,
    endingOnItsWay: speaking(received, ending, town),
    undelivered,
    told: there(
      tell(undelivered, { id: 'told-1', by: author, signedAs: word.signedAs, text, at: tuesday }, town),
    ),
    considering: after(received, answer, tuesday, town),
    asked,
    replied: reply(asked, said, town),
    declined: after(received, ending, tuesday, town),
    answered: after(received, aWord({ ...word, word: 'close-answered' }), tuesday, town),
    withdrawn: withdraw(received, { at: tuesday, reason: text }, town),
    heard: aProposal({ ...heard, spokenFor: { name: proposer.name, section: proposer.section } }),
    heardFromNobody: aProposal({ ...heard, spokenFor: { name: null, section: null } }),
    anonymous: { ...received, visibility: 'anonymous' as const },
    shared: aProposal({
      at: friday,
      proposer,
      text,
      files: [file(text), { ...file(text), sizeBytes: null, url: null }],
    }),
    following: aProposal({ at: friday, proposer, text, follows: received.id }),
  } satisfies Record<string, Proposal>;
}

const people = ({ author }: Cast, at: Telling) => ({
  managerName: signature({ ...author, id: 'web:manager' }, at),
  asker: signature(author, at),
});

const reminders = [
  { to: 'holder', kind: 'soon' },
  { to: 'holder', kind: 'today' },
  { to: 'holder', kind: 'overdue' },
  { to: 'manager', kind: 'overdue' },
  { to: 'proposer', kind: 'late', nextReportAt: jst('2026-12-04 08:30') },
  { to: 'proposer', kind: 'nudge' },
] as const;

function aboutProposal(proposal: Proposal, cast: Cast, at: Telling): OutgoingMessage[] {
  const { say } = at.town;
  const word = proposal.nextWord;
  const entry = there(proposal.thread.at(-1));
  const spoken = [...proposal.sending, ...(word?.undelivered ?? [])];
  const lines = word
    ? reminders.map((reminder) => reminderLine(proposal, word, reminder, people(cast, at), at))
    : [];
  // A receipt leaves before its words can be deleted.
  const receipts = [
    receipt(proposal, { earlier: proposal, follows: proposal }, at),
    receipt(proposal, { earlier: null, follows: null }, at),
    receiptForDesk(proposal, at),
  ];
  return [
    ...(textOf(proposal) === '' ? [] : receipts),
    deskCard(proposal, at),
    status(proposal, 'proposer', at),
    status(proposal, 'desk', at),
    added(proposal, entry.id, at),
    replied(proposal, entry.id, at),
    edited(proposal, at),
    deleted(proposal, at),
    withdrawn(proposal, at),
    alreadyFiled(proposal, at),
    madeAddition(proposal, proposal, at),
    dueExplained(proposal, at),
    markedAsResent(dueExplained(proposal, at), say),
    botWordRefused(proposal, at),
    ...(entry.by === 'desk' ? [arrivedNotice(entry, at)] : []),
    toldNotice(proposal, signature(cast.author, at), at),
    moreFinished(proposal, 2, entry.id, at),
    moreFinished(proposal, 0, null, at),
    ...tellMoreQuestions.map((question, n) =>
      askMore(proposal, { question, step: n + 1, total: 3 }, n > 0 ? entry.id : null, at),
    ),
    ...(['addition', 'edited', 'masked', 'withdrawn', 'reply'] as const).map((kind) =>
      happened(proposal, { kind, entry }, at),
    ),
    ...spoken.flatMap((s) => [
      humanWord(proposal, s, at),
      humanTask(proposal, s, '送信先が見つかりません', at),
    ]),
    ...lines.map((line) => line.message),
    ...(lines.length > 0 ? [bundle(lines, say)] : []),
    ...(
      [
        'outdated',
        'closed',
        'ending-on-its-way',
        'nothing-to-take',
        'already-yours',
        'nothing-to-tell',
      ] as const
    ).map((kind) => refused({ kind, proposal }, at)),
    ...[true, false].flatMap((isDesk) => {
      const refusal = { kind: 'outdated', proposal } as const;
      const written = { intent: 'proposal.answer', values: { text: cast.text, headline: cast.headline } };
      return [draftKept(refusal, written, isDesk, at), formTooLate(refusal, written, isDesk, at)];
    }),
  ];
}

function aboutNoProposal(cast: Cast, at: Telling): OutgoingMessage[] {
  const held: HeldText = {
    id: 'held-1',
    text: cast.text,
    messageKey: null,
    files: [],
    at: friday,
    askAgainAt: null,
  };
  return [
    help(at, 'anyone'),
    help(at, 'desk'),
    ...(['greeting', 'thanks', 'reaction', 'nothing-to-cancel'] as const).map((kind) => courtesy(kind, at)),
    ...(['who-sees', 'how-long', 'anonymous', 'what-is-this'] as const).map((topic) =>
      answerAboutBot(topic, held, at),
    ),
    askAboutHeld(held, 'first', at),
    askAboutHeld(held, 'again', at),
    heldDiscarded(at),
    heldGone(at),
    statusUnknown(at),
    moreLeft(at),
    offerRegisterFor(at),
    refused({ kind: 'not-desk' }, at),
    refused({ kind: 'unknown' }, at),
    refused({ kind: 'not-understood' }, at),
    refused({ kind: 'empty', field: at.town.say('field.reason') }, at),
    notedNotice(signature(cast.author, at), cast.text, at),
    instead({ kind: 'desk' }, heldDiscarded(at), at),
    instead({ kind: 'person', name: cast.proposer.name }, heldDiscarded(at), at),
    instead({ kind: 'place', place: 'all' }, heldDiscarded(at), at),
    missed([], '送信先が見つかりません', at),
    refused({ kind: 'cannot-tell' }, at),
    askAuthor({ ...held, files: [file(cast.text)] }, cast.proposer, at),
    ...(['author-decides', 'author-busy', 'not-a-person', 'empty'] as const).map((why) =>
      notProposed(why, at),
    ),
    home({ proposals: [], count: 0, held: [held], isDesk: true }, at),
    unreadable('row-1', at),
    myProposals([], 0, [held], at),
    unanswered([], 0, at),
  ];
}

export function everyMessage(cast: Cast): OutgoingMessage[] {
  const at = telling(town, tuesday);
  const proposals = Object.values(proposalsOf(cast));
  const week = digestWeek(there(parseIsoWeek('2026-W47')), 'Asia/Tokyo');
  const facts = {
    registered: proposals,
    answered: proposals,
    ended: proposals.filter(({ ending }) => ending !== null),
    unanswered: proposals.filter(({ state }) => state === 'received'),
  };
  return [
    ...proposals.flatMap((proposal) => aboutProposal(proposal, cast, at)),
    ...aboutNoProposal(cast, at),
    myProposals(proposals, proposals.length + 3, [], at),
    home({ proposals, count: proposals.length, held: [], isDesk: false }, at),
    unanswered(proposals, proposals.length + 3, at),
    missed(proposals, '送信先が見つかりません', at),
    composeDigest(facts, week, tuesday, town),
    composeDigest({ registered: [], answered: [], ended: [], unanswered: [] }, week, tuesday, town),
  ];
}
