/** What somebody is told because the place that it was meant for does not take the bot's messages. */
import { context, heading, message, paragraph, type OutgoingMessage } from '../bot/outgoing-message.js';
import type { Proposal } from '../proposals/proposal.js';
import { showable } from '../texts/visible.js';
import { owedLine } from './lists.js';
import type { Telling } from './telling.js';

/** Where it did not arrive, as people call it. */
export type Unreached =
  { kind: 'desk' } | { kind: 'person'; name: string } | { kind: 'place'; place: string };

/** The message as it was, with its controls, and why it stands here. */
export function instead(
  where: Unreached,
  { blocks }: OutgoingMessage,
  { town: { say } }: Telling,
): OutgoingMessage {
  const why = (): string => {
    switch (where.kind) {
      case 'desk':
        return say('instead.desk');
      case 'person':
        return say('instead.person', { name: showable(where.name) });
      case 'place':
        return say('instead.place', where);
    }
  };
  return message(context(why()), ...blocks);
}

/**
 * What the desk's channel has missed: one message a person and half day, which grows in place.
 * `proposals`: the newest miss first.
 */
export function missed(proposals: readonly Proposal[], reason: string, telling: Telling): OutgoingMessage {
  const { say } = telling.town;
  const lines = proposals.flatMap((proposal) => owedLine(proposal, telling));
  return message(
    heading(say('missed.heading')),
    paragraph(say(lines.length > 0 ? 'missed.body' : 'missed.body-none')),
    ...lines,
    context(say('missed.after')),
    context(say('missed.all')),
    context(say('task.reason', { reason })),
  );
}
