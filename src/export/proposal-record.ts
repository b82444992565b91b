/** One proposal as it leaves the house (contract §7): plain data, instants as ISO 8601 with the town's offset. */
import type { Delivery } from '../bot/delivery.js';
import type { Instant } from '../calendar/instant.js';
import { localDateOf, localTimeOf } from '../calendar/local-date.js';
import { placeKey } from '../places.js';
import type { Holder, NextWord, PastWord } from '../proposals/next-word.js';
import { formatNumber } from '../proposals/number.js';
import { textOf, type Proposal } from '../proposals/proposal.js';
import type { Entry } from '../proposals/thread.js';
import { closedReasonName, explainDue } from '../texts/dates.js';
import type { Town } from '../town.js';

/** `2026-11-24T19:05:00+09:00`. Offsets of whole minutes, as all zones have today. */
export function isoWithOffset(at: Instant, timezone: string): string {
  const local = `${localDateOf(at, timezone)}T${localTimeOf(at, timezone)}`;
  const seconds = at.toISOString().slice(16, 19);
  const minutes = Math.round((Date.parse(`${local}Z`) - Math.floor(at.getTime() / 60_000) * 60_000) / 60_000);
  const sign = minutes < 0 ? '-' : '+';
  const two = (n: number) => String(n).padStart(2, '0');
  const offset = `${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${local}${seconds}${sign}${offset}`;
}

type Iso = (at: Instant) => string;

const orNull = (at: Instant | null, iso: Iso): string | null => at && iso(at);

function holderRecord(holder: Holder, { settings, say }: Town) {
  switch (holder.kind) {
    case 'desk':
      return { kind: holder.kind, name: settings.desk.name };
    case 'person':
      return { kind: holder.kind, name: holder.person.name };
    case 'proposer':
      return { kind: holder.kind, name: say('person.proposer') };
  }
}

/** Exports are read later than today: dates in explanations name their year by the day they were counted from. */
function nextWordRecord(word: NextWord, iso: Iso, town: Town) {
  const { basis, dueAt } = word;
  const start = word.kind === 'first-answer' ? 'receipt' : 'word';
  return {
    kind: word.kind,
    holder: holderRecord(word.holder, town),
    startedAt: iso(word.startedAt),
    dueAt: iso(dueAt),
    basis: {
      from: iso(basis.from),
      rule: basis.rule,
      skipped: basis.skipped.map((skipped) => ({
        date: skipped.date,
        reason: closedReasonName(skipped),
      })),
      text: explainDue(basis, dueAt, basis.from, town.calendar.timezone, start),
    },
  };
}

const pastWordRecord = (word: PastWord, iso: Iso, town: Town) => ({
  kind: word.kind,
  holder: holderRecord(word.holder, town),
  startedAt: iso(word.startedAt),
  dueAt: iso(word.dueAt),
  fulfilledAt: word.fulfilledBy === null ? null : iso(word.endedAt),
  fulfilledBy: word.fulfilledBy,
  supersededBy: word.supersededBy,
  remindersSent: word.remindersSent,
});

/** What was attached. The files themselves stay on their platform: `permalink` is for those who may open it there. */
const filesRecord = ({ files, at }: Entry, iso: Iso) =>
  files.map(({ name, sizeBytes, url }) => ({ name, size: sizeBytes, permalink: url, at: iso(at) }));

const entryRecord = (entry: Entry, iso: Iso) => ({
  at: iso(entry.at),
  by: entry.by,
  name: entry.name,
  visibility: entry.visibility,
  kind: entry.kind,
  text: entry.text,
  delivery: entry.delivery,
  files: filesRecord(entry, iso),
});

/** Who asked something about a proposal was answered as what they are to it: its proposer, or the desk. */
function roleRecord({ to, place }: Delivery, proposal: Proposal) {
  if (to !== 'person' && to !== 'everyone') return to;
  return proposal.place && placeKey(place) === placeKey(proposal.place) ? 'proposer' : 'desk';
}

const deliveryRecord = (delivery: Delivery, proposal: Proposal, iso: Iso) => ({
  id: delivery.id,
  to: roleRecord(delivery, proposal),
  purpose: delivery.purpose,
  status: delivery.status,
  attempts: delivery.attempts,
  sentAt: orNull(delivery.sentAt, iso),
  platformMessageId: delivery.platformMessageId,
});

function proposerRecord({ proposer, spokenFor, visibility }: Proposal) {
  if (visibility === 'anonymous') return null;
  if (proposer) return { name: proposer.name, section: proposer.section };
  return spokenFor?.name || spokenFor?.section
    ? { name: spokenFor.name ?? '', section: spokenFor.section }
    : null;
}

export function proposalRecord(proposal: Proposal, deliveries: readonly Delivery[], town: Town) {
  const iso: Iso = (at) => isoWithOffset(at, town.calendar.timezone);
  const { ending, registeredBy, nextWord } = proposal;
  return {
    id: proposal.id,
    number: formatNumber(proposal.number),
    state: proposal.state,
    ending: ending && { kind: ending.kind, reason: ending.reason, at: iso(ending.at) },
    headline: proposal.headline,
    text: textOf(proposal),
    proposer: proposerRecord(proposal),
    registeredBy: registeredBy && { name: registeredBy.name },
    visibility: proposal.visibility,
    platform: proposal.platform,
    registeredAt: iso(proposal.registeredAt),
    nextWord: nextWord && nextWordRecord(nextWord, iso, town),
    wakeAt: orNull(proposal.wakeAt, iso),
    thread: proposal.thread.map((entry) => entryRecord(entry, iso)),
    deliveries: deliveries.map((delivery) => deliveryRecord(delivery, proposal, iso)),
    nextWordHistory: proposal.history.map((word) => pastWordRecord(word, iso, town)),
  };
}

export type ProposalRecord = ReturnType<typeof proposalRecord>;
