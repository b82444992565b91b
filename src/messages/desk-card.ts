/** The desk's card: one per proposal, updated in place, with at most three controls. */
import {
  actions,
  context,
  facts,
  heading,
  message,
  quote,
  type Block,
  type Menu,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import { tellMoreQuestions } from '../dialogs/tell-more.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import type { Entry } from '../proposals/thread.js';
import { showable } from '../texts/visible.js';
import { filesOnRequest, filesValue, publicFiles } from './files.js';
import { control } from './forms.js';
import { due, holderName, moment, numberOf, owed, proposerName, title, type Telling } from './telling.js';

/** The question that an answer of もう少し伝える belongs to. */
function promptWords(entry: Entry, { town: { say } }: Telling): string | null {
  const question = tellMoreQuestions.find((id) => id === entry.prompt);
  return question ? say(`question.${question}`) : null;
}

function entryLabel(entry: Entry, telling: Telling): string | null {
  const { say } = telling.town;
  const at = moment(entry.at, telling);
  switch (entry.kind) {
    case 'addition':
      return say('card.addition', { at });
    case 'tell-more':
      return promptWords(entry, telling);
    case 'reply':
      return say('card.reply', { at });
    case 'answer':
    case 'question':
    case 'ending':
      return say('card.said', { name: entry.name ?? '', at });
    default:
      return null;
  }
}

/** Everything said in public, as it stands now. */
function entryBlocks(entry: Entry, telling: Telling): Block[] {
  const label = entryLabel(entry, telling);
  const words = entry.masked ? context(telling.town.say('card.masked')) : quote(showable(entry.text));
  return label === null ? [words] : [context(label), words];
}

function menuOf(proposal: Proposal, { town: { say } }: Telling): { decide: Menu; other: Menu } {
  const pick = (intent: `proposal.${string}`) => control(say, proposal, intent);
  const waitsForTelling = (proposal.nextWord?.undelivered.length ?? 0) > 0;
  const canTake = proposal.nextWord?.holder.kind !== 'proposer';
  return {
    decide: {
      label: say('control.decide'),
      options: [pick('proposal.decline'), pick('proposal.close-answered')],
    },
    other: {
      label: say('control.other'),
      options: [
        pick('proposal.ask'),
        ...(canTake ? [pick('proposal.take')] : []),
        ...(waitsForTelling ? [pick('proposal.told')] : []),
        pick('proposal.note'),
        pick('proposal.due-explained'),
      ],
    },
  };
}

function cardControls(proposal: Proposal, telling: Telling): Block {
  const { say } = telling.town;
  if (!isOpen(proposal)) return actions(control(say, proposal, 'proposal.note'));
  const { decide, other } = menuOf(proposal, telling);
  return actions(control(say, proposal, 'proposal.answer', 'primary'), decide, other);
}

function cardFacts(proposal: Proposal, telling: Telling): Block {
  const { say } = telling.town;
  const word = proposal.nextWord;
  return facts(
    [say('card.proposer'), proposerName(proposal, telling)],
    [say('card.registered'), moment(proposal.registeredAt, telling)],
    [say('files.label'), filesValue(publicFiles(proposal.thread), telling)],
    [say('card.state'), say(`state.${proposal.state}`)],
    [say('card.owed'), word && say('card.owed-by', { owed: owed(word, telling), due: due(word, telling) })],
    [say('card.holder'), word && holderName(word.holder, telling)],
    [say('card.ending'), proposal.ending && say(`ending.${proposal.ending.kind}`)],
    [say('card.reason'), proposal.ending?.reason ? showable(proposal.ending.reason) : null],
    [say('card.follows'), proposal.follows && say('card.follows-value')],
  );
}

export function deskCard(proposal: Proposal, telling: Telling): OutgoingMessage {
  const { say, deskHears } = telling.town;
  const onItsWay = proposal.sending.at(-1);
  const said = proposal.thread.filter((entry) => entry.visibility === 'public' && entry.by !== 'bot');
  const signed = proposal.thread.find((entry) => entry.id === onItsWay?.entryId)?.name;
  return message(
    heading(
      say('card.heading', {
        number: numberOf(proposal),
        title: proposal.headline === null ? say('card.new') : title(proposal, telling),
      }),
    ),
    ...said.flatMap((entry) => entryBlocks(entry, telling)),
    cardFacts(proposal, telling),
    isOpen(proposal) ? filesOnRequest(publicFiles(proposal.thread), telling) : null,
    onItsWay ? context(say('card.on-its-way', { name: signed ?? '' })) : null,
    context(say(deskHears === 'mentions' ? 'card.notes-mentioned' : 'card.notes')),
    cardControls(proposal, telling),
  );
}
