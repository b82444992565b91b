/** A text in the desk's channel. People talk to one another there: only commands and replies under a card are for us. */
import { parseNumber } from '../proposals/number.js';
import { understand } from '../texts/understand.js';
import { noteOnProposal } from '../use-cases/desk-work.js';
import { showNumber } from '../use-cases/look-up.js';
import { runCommand } from './handle-text.js';
import { soleProposalOf } from './delivery.js';
import type { EventOf } from './incoming-event.js';
import { nothing, type Effects, type Scene } from './scene.js';

type Message = EventOf<'message'>;

/** A reply under a card is an internal note; so is one under anything else that is about one proposal. */
async function noteUnderCard(scene: Scene, { place, text }: Message, replyTo: string): Promise<Effects> {
  const { deliveries, proposals } = scene.ports.store;
  const delivery = await deliveries.findByMessage(place, replyTo);
  const id = delivery && soleProposalOf(delivery);
  const stored = id === undefined ? undefined : await proposals.find(id);
  return stored && (await scene.isDesk()) ? noteOnProposal(scene, stored, text, 'thread') : nothing;
}

export async function handleDeskText(scene: Scene, message: Message): Promise<Effects> {
  if (message.replyTo !== null) return noteUnderCard(scene, message, message.replyTo);
  const number = parseNumber(message.text);
  if (number) return showNumber(scene, number);
  const understanding = understand(message.text);
  if (understanding.kind !== 'command') return nothing;
  switch (understanding.command) {
    case 'help':
    case 'unanswered':
    case 'register-for':
      return runCommand(scene, understanding.command);
    case 'my-proposals':
    case 'cancel':
      return nothing;
  }
}
