import { directPlace, type Person } from '../../src/places.js';
import { proposalNumber } from '../../src/proposals/number.js';
import type { Proposal } from '../../src/proposals/proposal.js';
import { register, type Registration } from '../../src/proposals/register.js';
import { aTown } from './town.js';

const suzuki: Person = { id: 'web:suzuki', name: '鈴木', section: '市民課' };

let count = 0;

/** A proposal as it is right after its first sentence; each call makes another one, with the next number. */
export function aProposal(given: Partial<Registration> = {}, town = aTown()): Proposal {
  count += 1;
  const proposer = given.proposer === undefined ? suzuki : given.proposer;
  const registration: Registration = {
    id: `proposal-${count}`,
    number: proposalNumber(2026, count),
    at: new Date('2026-11-20T01:00:00Z'),
    text: '会議室の予約が紙なので、二重予約がよく起きます',
    messageKey: null,
    proposer,
    place: proposer && directPlace(proposer.id),
    platform: 'web',
    ...given,
  };
  return register(registration, town.settings.intake.settle, town);
}
