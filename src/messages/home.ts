/** What somebody sees who opens the bot's own page: their proposals, how it works, who reads what. */
import type { HeldText } from '../bot/conversation.js';
import {
  actions,
  context,
  heading,
  message,
  paragraph,
  type Block,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import { aboutBot } from './courtesies.js';
import { control, formOf } from './forms.js';
import { heldBlocks, ownLine } from './lists.js';
import type { Telling } from './telling.js';

/** A page is looked at, not searched: older ones are found by their number. */
export const shownAtHome = { proposals: 10, drafts: 5 } as const;

export interface HomeContent {
  readonly proposals: readonly Proposal[];
  /** Of all, shown or not. */
  readonly count: number;
  readonly held: readonly HeldText[];
  readonly isDesk: boolean;
}

function withControl(proposal: Proposal, telling: Telling): Block[] {
  const { say } = telling.town;
  const lines = ownLine(proposal, telling);
  if (!isOpen(proposal)) return lines;
  const isAsked = proposal.nextWord?.kind === 'reply';
  const press = isAsked
    ? control(say, proposal, 'proposal.reply', 'primary')
    : control(say, proposal, 'proposal.add');
  return [...lines, actions(press)];
}

function drafts(held: readonly HeldText[], telling: Telling): Block[] {
  if (held.length === 0) return [];
  const newest = held.slice(-shownAtHome.drafts);
  return [heading(telling.town.say('mine.drafts')), ...newest.flatMap((text) => heldBlocks(text, telling))];
}

function forTheDesk({ town: { say } }: Telling): Block[] {
  return [
    heading(say('home.desk')),
    actions(
      { intent: 'desk.unanswered', target: 'all~1', label: say('control.unanswered') },
      {
        intent: 'proposal.register-for',
        target: 'new~1',
        label: say('control.register-for'),
        form: formOf('proposal.register-for', say),
      },
    ),
  ];
}

export function home({ proposals, count, held, isDesk }: HomeContent, telling: Telling): OutgoingMessage {
  const { say, settings } = telling.town;
  const shown = proposals.slice(0, shownAtHome.proposals);
  const more = count - shown.length;
  return message(
    count === 0 ? null : heading(say('mine.heading', { count })),
    ...shown.flatMap((proposal) => withControl(proposal, telling)),
    more > 0 ? context(say('mine.more', { count: more })) : null,
    ...drafts(held, telling),
    heading(say('help.heading')),
    paragraph(say('home.how')),
    paragraph(aboutBot('how-long', telling)),
    paragraph(say('help.answer', { desk: settings.desk.name })),
    paragraph(say('help.my-proposals')),
    heading(say('home.who-sees')),
    paragraph(aboutBot('who-sees', telling)),
    ...(isDesk ? forTheDesk(telling) : []),
  );
}
