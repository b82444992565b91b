import type { Instant } from '../../src/calendar/instant.js';
import type { Person } from '../../src/places.js';
import { arrive, speak, type Words } from '../../src/proposals/human-word.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import type { Town } from '../../src/town.js';
import { aTown } from './town.js';

export const tanaka: Person = { id: 'web:tanaka', name: '田中', section: 'DX推進課' };
export const yamada: Person = { id: 'web:yamada', name: '山田', section: '総務課' };

let count = 0;

/** A human word to the proposer, an answer by 田中 unless something else is said; each call makes another one. */
export function aWord(given: Partial<Words> & Pick<Words, 'at'>): Words {
  count += 1;
  const by = given.by ?? tanaka;
  return {
    deliveryId: `delivery-${count}`,
    word: 'answer',
    by,
    signedAs: `${by.section ?? ''}・${by.name}`,
    text: '来月から電子予約にします',
    headline: null,
    ...given,
  };
}

/** The proposal with this word on its way. */
export function speaking(proposal: Proposal, word: Words, town: Town = aTown()): Proposal {
  const outcome = speak(proposal, word, town);
  if (outcome.kind !== 'spoken') throw new Error(outcome.kind);
  return outcome.proposal;
}

/** The proposal after this word was said and has arrived, at once unless another instant is given. */
export function after(
  proposal: Proposal,
  word: Words,
  arrivedAt: Instant = word.at,
  town: Town = aTown(),
): Proposal {
  const arrived = arrive(speaking(proposal, word, town), word.deliveryId, arrivedAt, town);
  if (!arrived) throw new Error('The word was not on its way.');
  return arrived;
}
