/** Everyday talk: help, courtesy, questions about the bot itself, doubtful texts. */
import type { HeldText } from '../bot/conversation.js';
import {
  actions,
  context,
  heading,
  message,
  paragraph,
  quote,
  type Control,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import { formatDurationWords } from '../texts/dates.js';
import type { AboutBotTopic } from '../texts/understand.js';
import { excerpt, showable } from '../texts/visible.js';
import type { TellMoreQuestion } from '../dialogs/tell-more.js';
import { targetOf, type Proposal } from '../proposals/proposal.js';
import { fiscalYearOf, formatNumber, proposalNumber } from '../proposals/number.js';
import { formOf } from './forms.js';
import { proposeHeld } from './lists.js';
import { numberOf, type Telling } from './telling.js';
import { makeNew } from './to-proposer.js';

export function help({ town, now }: Telling, viewer: 'anyone' | 'desk'): OutgoingMessage {
  const { say, settings, calendar } = town;
  const thisYear = fiscalYearOf(calendar.localDateOf(now), settings.fiscalYearStartMonth);
  return message(
    heading(say('help.heading')),
    paragraph(say('help.body')),
    paragraph(say('help.answer', { desk: settings.desk.name })),
    paragraph(say('help.my-proposals')),
    paragraph(say('help.number', { example: formatNumber(proposalNumber(thisYear, 1)) })),
    viewer === 'desk' ? context(say('help.desk')) : null,
  );
}

export type Courtesy = 'greeting' | 'thanks' | 'reaction' | 'nothing-to-cancel';

export const courtesy = (kind: Courtesy, { town: { say } }: Telling): OutgoingMessage =>
  message(paragraph(say(`courtesy.${kind}`)));

export function aboutBot(topic: AboutBotTopic, { town: { say, settings, promise } }: Telling): string {
  const desk = settings.desk.name;
  switch (topic) {
    case 'how-long':
      return say('about.how-long', { promise: formatDurationWords(promise.firstAnswer) });
    case 'what-is-this':
      return say('about.what-is-this', { municipality: settings.name, desk });
    case 'who-sees':
    case 'anonymous':
      return say(`about.${topic}`, { desk });
  }
}

/** A question about the bot is answered; had it been meant as a proposal, one press makes it one. */
export const answerAboutBot = (topic: AboutBotTopic, held: HeldText, telling: Telling): OutgoingMessage =>
  message(
    paragraph(aboutBot(topic, telling)),
    context(telling.town.say('about.propose-hint')),
    actions(...proposeHeld(held, telling).slice(0, 1)),
  );

export function askAboutHeld(held: HeldText, time: 'first' | 'again', telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  return message(
    paragraph(say(time === 'first' ? 'held.ask' : 'held.again')),
    quote(excerpt(showable(held.text), 60)),
    context(say('held.draft')),
    actions(...proposeHeld(held, telling)),
  );
}

export const heldDiscarded = ({ town: { say } }: Telling): OutgoingMessage =>
  message(paragraph(say('held.discarded')));

export const heldGone = ({ town: { say } }: Telling): OutgoingMessage => message(paragraph(say('held.gone')));

export const statusUnknown = ({ town: { say } }: Telling): OutgoingMessage =>
  message(paragraph(say('status.unknown')));

/** One question of もう少し伝える, to be answered, skipped or left; `answeredId` is the text that answered the one before. */
export function askMore(
  proposal: Proposal,
  ask: { question: TellMoreQuestion; step: number; total: number },
  answeredId: string | null,
  telling: Telling,
): OutgoingMessage {
  const { say } = telling.town;
  const target = targetOf(proposal);
  const press = (intent: 'question.skip' | 'question.later', label: string): Control => ({
    intent,
    target,
    label,
  });
  const number = numberOf(proposal);
  return message(
    answeredId === null ? null : paragraph(say('question.thanks', { number })),
    context(say('question.intro', { number, step: ask.step, total: ask.total })),
    paragraph(say(`question.${ask.question}`)),
    actions(
      press('question.skip', say('control.skip')),
      press('question.later', say('control.later')),
      ...(answeredId === null ? [] : [makeNew(proposal, answeredId, telling)]),
    ),
  );
}

export const moreFinished = (
  proposal: Proposal,
  answered: number,
  answeredId: string | null,
  telling: Telling,
): OutgoingMessage => {
  const key = answered > 0 ? 'question.finished' : 'question.finished-empty';
  return message(
    paragraph(telling.town.say(key, { number: numberOf(proposal) })),
    answeredId === null ? null : actions(makeNew(proposal, answeredId, telling)),
  );
};

export const moreLeft = ({ town: { say } }: Telling): OutgoingMessage =>
  message(paragraph(say('question.left')));

/** 代理登録: opens the form. */
export const offerRegisterFor = ({ town: { say } }: Telling): OutgoingMessage =>
  message(
    paragraph(say('register-for.offer')),
    actions({
      intent: 'proposal.register-for',
      target: 'new~1',
      label: say('control.register-for'),
      emphasis: 'primary',
      form: formOf('proposal.register-for', say),
    }),
  );
