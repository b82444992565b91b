/** Reminder lines, and the message that bundles them: most urgent first, each with its answer control. */
import type { ReminderLine } from '../bot/delivery.js';
import {
  actions,
  context,
  heading,
  message,
  paragraph,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import type { Instant } from '../calendar/instant.js';
import { stepOf } from '../proposals/ladder.js';
import type { NextWord } from '../proposals/next-word.js';
import type { Proposal } from '../proposals/proposal.js';
import type { Reminder } from '../proposals/wake.js';
import type { Say } from '../texts/ja/index.js';
import { control } from './forms.js';
import { day, due, holderName, moment, numberOf, owed, title, type Telling } from './telling.js';

/** For those who owe, or whose people owe, the next word. */
function owedLine(
  proposal: Proposal,
  word: NextWord,
  kind: 'soon' | 'today' | 'overdue' | 'overdue-manager',
  telling: Telling,
): OutgoingMessage {
  const { say } = telling.town;
  const values = {
    number: numberOf(proposal),
    title: title(proposal, telling),
    owed: owed(word, telling),
    due: due(word, telling),
  };
  const line =
    kind === 'overdue-manager'
      ? say('reminder.overdue-manager', { ...values, holder: holderName(word.holder, telling) })
      : say(`reminder.${kind}`, values);
  const answerWith = word.undelivered.length > 0 ? 'proposal.told' : 'proposal.answer';
  return message(
    paragraph(line),
    context(say('reminder.since', { since: day(word.startedAt, telling) })),
    actions(control(say, proposal, answerWith, 'primary')),
  );
}

/** Who was told that the word is late, as it is: a reminder from before the due date told nobody that. Null: nobody yet. */
function toldWhom(word: NextWord, telling: Telling, managerName: string): string | null {
  const { town } = telling;
  const knows = (receiver: 'holder' | 'manager') =>
    word.told[receiver] >= 0 && stepOf(word, word.told[receiver], town).at > word.dueAt;
  const holder = holderName(word.holder, telling);
  if (!knows('holder')) return knows('manager') ? managerName : null;
  return knows('manager') && holder !== managerName
    ? town.say('late.both', { holder, manager: managerName })
    : holder;
}

export interface LatePeople {
  readonly managerName: string;
}

/** It is late, who was told, when the bot reports again. Never a date for a human (P4). */
export function lateLine(
  proposal: Proposal,
  word: NextWord,
  nextReportAt: Instant,
  { managerName }: LatePeople,
  telling: Telling,
): OutgoingMessage {
  const { say } = telling.town;
  const number = numberOf(proposal);
  const told = toldWhom(word, telling, managerName);
  return message(
    heading(say('late.heading', { number })),
    paragraph(say('late.body', { number, owed: owed(word, telling), due: due(word, telling) })),
    told === null ? null : paragraph(say('late.told', { told })),
    paragraph(say('late.next-report', { next: moment(nextReportAt, telling) })),
  );
}

function nudgeLine(proposal: Proposal, asker: string, { town: { say } }: Telling): OutgoingMessage {
  return message(
    paragraph(say('nudge.body', { number: numberOf(proposal), name: asker })),
    context(say('nudge.how')),
    actions(control(say, proposal, 'proposal.reply', 'primary')),
  );
}

export function reminderLine(
  proposal: Proposal,
  word: NextWord,
  reminder: Reminder,
  people: LatePeople & { asker: string },
  telling: Telling,
): ReminderLine {
  const about = { proposalId: proposal.id, dueAt: word.dueAt };
  switch (reminder.kind) {
    case 'late':
      return {
        ...about,
        kind: 'late',
        message: lateLine(proposal, word, reminder.nextReportAt, people, telling),
      };
    case 'nudge':
      return { ...about, kind: 'nudge', message: nudgeLine(proposal, people.asker, telling) };
    case 'soon':
    case 'today':
    case 'overdue': {
      const kind =
        reminder.to === 'manager' && reminder.kind === 'overdue' ? 'overdue-manager' : reminder.kind;
      return { ...about, kind, message: owedLine(proposal, word, kind, telling) };
    }
  }
}

const owedKinds: readonly ReminderLine['kind'][] = ['soon', 'today', 'overdue', 'overdue-manager'];

/** Whom it asks for an answer, and whom it tells that others owe one. */
function headingWords(owing: readonly ReminderLine[], say: Say): string {
  const key = owing.every(({ kind }) => kind === 'overdue-manager') ? 'reminder.late' : 'reminder.heading';
  return owing.length === 1 ? say(`${key}-one`) : say(key, { count: owing.length });
}

/** One message of all lines; the earliest due date first. */
export function bundle(lines: readonly ReminderLine[], say: Say): OutgoingMessage {
  const urgent = [...lines].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const owing = urgent.filter((line) => owedKinds.includes(line.kind));
  const others = urgent.filter((line) => !owedKinds.includes(line.kind));
  const head = owing.length === 0 ? null : heading(headingWords(owing, say));
  return message(
    head,
    ...owing.flatMap((line) => line.message.blocks),
    owing.length > 0 ? context(say('reminder.how-to-stop')) : null,
    ...others.flatMap((line) => line.message.blocks),
  );
}
