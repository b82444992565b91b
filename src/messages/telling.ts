/** How dates, people and proposals are named in every message. */
import type { Instant } from '../calendar/instant.js';
import { localDateOf } from '../calendar/local-date.js';
import type { Person } from '../places.js';
import type { Holder, NextWord } from '../proposals/next-word.js';
import { formatNumber } from '../proposals/number.js';
import { textOf, type Proposal } from '../proposals/proposal.js';
import { explainDue, formatDay, formatMoment } from '../texts/dates.js';
import { excerpt, oneLine, showable } from '../texts/visible.js';
import type { Town } from '../town.js';

/** A town at a moment: what every message is composed with. */
export interface Telling {
  readonly town: Town;
  /** Town clock. */
  readonly now: Instant;
}

export const numberOf = (proposal: Proposal): string => formatNumber(proposal.number);

export const moment = (at: Instant, { town, now }: Telling): string =>
  formatMoment(at, now, town.calendar.timezone);

export const day = (at: Instant, { town, now }: Telling): string =>
  formatDay(localDateOf(at, town.calendar.timezone), now, town.calendar.timezone);

/** Until when, as precisely as it was promised: a day, or an instant for plain time. */
export function due(word: NextWord, telling: Telling): string {
  const countsDays = word.basis.receiptDay !== null || word.basis.rule === 'date';
  return countsDays
    ? formatDay(word.basis.dueOn, telling.now, telling.town.calendar.timezone)
    : moment(word.dueAt, telling);
}

/** How the due date was counted (「期限の数え方」). */
export const counted = (word: NextWord, { town, now }: Telling): string =>
  explainDue(
    word.basis,
    word.dueAt,
    now,
    town.calendar.timezone,
    word.kind === 'first-answer' ? 'receipt' : 'word',
  );

/** 課・氏名. */
export const fullName = (person: Person, { town: { say } }: Telling): string =>
  showable(
    person.section === null
      ? person.name
      : say('person.with-section', { section: person.section, name: person.name }),
  );

/** How a human of the desk signs what the proposer reads. */
export const signature = (person: Person, { town }: Telling): string =>
  showable(
    town.say('person.with-section', {
      section: person.section ?? town.settings.desk.name,
      name: person.name,
    }),
  );

export function holderName(holder: Holder, telling: Telling): string {
  switch (holder.kind) {
    case 'desk':
      return telling.town.settings.desk.name;
    case 'person':
      return signature(holder.person, telling);
    case 'proposer':
      return telling.town.say('person.proposer');
  }
}

/** As far as it was told: a voice heard on a visit may have a section and no name. */
function voiceName({ proposer, spokenFor }: Proposal, telling: Telling): string {
  const { say } = telling.town;
  if (proposer) return fullName(proposer, telling);
  const { name = null, section = null } = spokenFor ?? {};
  if (name !== null) return fullName({ id: '', name, section }, telling);
  return section === null ? say('person.unnamed') : showable(say('person.of-section', { section }));
}

/** Whose voice it is, as the desk sees it. */
export function proposerName(proposal: Proposal, telling: Telling): string {
  const { say } = telling.town;
  if (proposal.visibility === 'anonymous') return say('person.anonymous');
  const { registeredBy } = proposal;
  const name = voiceName(proposal, telling);
  return registeredBy ? say('person.on-behalf', { name, by: signature(registeredBy, telling) }) : name;
}

export const owed = (word: NextWord, { town: { say } }: Telling): string => say(`owed.${word.kind}`);

/** A short title for lists that only the proposer and the desk see; the digest has headlines only. */
export function title(proposal: Proposal, { town: { say } }: Telling): string {
  if (proposal.headline !== null) return oneLine(proposal.headline);
  return proposal.thread[0]?.masked ? say('card.masked') : excerpt(oneLine(textOf(proposal)), 30);
}

export const telling = (town: Town, now: Instant): Telling => ({ town, now });
