/** What the desk does besides speaking: taking, noting, telling by itself, registering a voice it heard. */
import type { Stored } from '../bot/changes.js';
import { changed, isNew, tellPerson, type Effects, type Scene } from '../bot/scene.js';
import { notedNotice, toldNotice } from '../messages/desk-notices.js';
import { receiptForDesk } from '../messages/receipt.js';
import { signature } from '../messages/telling.js';
import { note, take } from '../proposals/desk-work.js';
import { tell } from '../proposals/human-word.js';
import type { Proposal } from '../proposals/proposal.js';
import { register } from '../proposals/register.js';
import { drawNumber } from './submit-proposal.js';
import { cardUpdate, tellDesk, underCard } from './tell-desk.js';

export function takeProposal(scene: Scene, stored: Stored<Proposal>): Effects {
  const { telling, row, person } = scene;
  const outcome = take(stored.value, person, telling.town);
  if (outcome.kind !== 'taken') return { refusal: { kind: outcome.kind, proposal: stored.value } };
  return {
    proposals: [changed(stored, outcome.proposal)],
    messages: cardUpdate(row.id, outcome.proposal, telling),
  };
}

/** A note written in the card's own thread is there to be read already; one from a form is shown under the card. */
export function noteOnProposal(
  scene: Scene,
  stored: Stored<Proposal>,
  text: string,
  from: 'thread' | 'form',
): Effects {
  const { telling, row, person, event } = scene;
  const by = signature(person, telling);
  const proposal = note(stored.value, { id: `${row.id}-note`, at: event.at, by, text }, telling.town);
  return {
    proposals: [changed(stored, proposal)],
    messages: from === 'form' ? underCard(row.id, proposal, notedNotice(by, text, telling), telling) : [],
  };
}

/** 「伝えた」: a human delivered what the bot could not. It counts as arrived (P5). */
export function toldByHuman(scene: Scene, stored: Stored<Proposal>, text: string): Effects {
  const { telling, row, person, event } = scene;
  const waiting = stored.value.nextWord?.undelivered ?? [];
  const signedAs = signature(person, telling);
  const how = { id: `${row.id}-told`, by: person, signedAs, text, at: event.at };
  const proposal = tell(stored.value, how, telling.town);
  if (!proposal) return { refusal: { kind: 'nothing-to-tell', proposal: stored.value } };
  return {
    proposals: [changed(stored, proposal)],
    messages: [
      ...cardUpdate(row.id, proposal, telling),
      ...underCard(row.id, proposal, toldNotice(proposal, signedAs, telling), telling),
    ],
    outcomes: waiting
      .filter(() => proposal.place !== null)
      .map(({ deliveryId }) => ({
        deliveryId,
        basedOn: null,
        from: 'undeliverable',
        status: 'told-by-human',
        at: event.at,
        platformMessageId: null,
        error: null,
      })),
  };
}

/** 代理登録: a voice heard on a visit, under the same promise. Its answers are told by whoever heard it. */
export async function registerFor(
  scene: Scene,
  voice: { text: string; name: string | null; section: string | null },
): Promise<Effects> {
  const { ports, telling, event, person, row } = scene;
  const proposal = register(
    {
      id: ports.ids.next(),
      number: await drawNumber(scene),
      at: event.at,
      text: voice.text,
      messageKey: null,
      proposer: null,
      place: null,
      platform: event.place.platform,
      registeredBy: person,
      spokenFor: { name: voice.name, section: voice.section },
    },
    telling.town.settings.intake.settle,
    telling.town,
  );
  return {
    proposals: [isNew(proposal)],
    messages: [
      tellPerson(scene, person.id, receiptForDesk(proposal, telling), {
        purpose: 'receipt',
        about: proposal,
        part: 'receipt',
      }),
      ...tellDesk(row.id, proposal, null, telling),
    ],
  };
}
