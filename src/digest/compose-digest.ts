/**
 * 週のまとめ: what came of the proposals of a week. Numbers, headlines and counts; no name, nobody's own
 * words, and no share of fewer than five cases (design §6, Who sees what).
 */
import {
  context,
  heading,
  message,
  paragraph,
  type Block,
  type OutgoingMessage,
} from '../bot/outgoing-message.js';
import type { Instant } from '../calendar/instant.js';
import { formatNumber } from '../proposals/number.js';
import type { Proposal } from '../proposals/proposal.js';
import { formatDay } from '../texts/dates.js';
import { oneLine } from '../texts/visible.js';
import type { Town } from '../town.js';
import type { DigestWeek } from './digest-week.js';

export interface DigestFacts {
  readonly registered: readonly Proposal[];
  /** Their first answer arrived within the week. */
  readonly answered: readonly Proposal[];
  /** Ended within the week, withdrawn ones included. */
  readonly ended: readonly Proposal[];
  /** Open ones that still wait for their first answer. */
  readonly unanswered: readonly Proposal[];
}

/** A share of fewer cases would tell about single people. */
const fewestCasesForShare = 5;

/** By the first promise, also when the answer was refused by the platform and told by a human. */
function answeredInTime({ history }: Proposal): boolean {
  const promised = history.find((word) => word.kind === 'first-answer');
  const kept = history.find((word) => word.fulfilledBy !== null);
  return promised !== undefined && kept !== undefined && kept.endedAt <= promised.dueAt;
}

/** Percent, rounded; null for fewer than five cases. */
export function shareInTime(answered: readonly Proposal[]): number | null {
  if (answered.length < fewestCasesForShare) return null;
  return Math.round((answered.filter(answeredInTime).length / answered.length) * 100);
}

/** Business days that the longest waiting one has waited since it was received. */
export function longestWaitDays(unanswered: readonly Proposal[], now: Instant, { calendar }: Town): number {
  const today = calendar.localDateOf(now);
  const waits = unanswered.map(({ registeredAt }) =>
    Math.max(0, calendar.businessDaysBetween(calendar.receiptDay(registeredAt), today)),
  );
  return Math.max(0, ...waits);
}

function titled(proposal: Proposal, { say }: Town) {
  const number = formatNumber(proposal.number);
  const title = proposal.headline === null ? say('digest.unheadlined') : oneLine(proposal.headline);
  return { number, title };
}

const listed = (proposals: readonly Proposal[], town: Town): Block[] =>
  proposals
    .filter((proposal) => proposal.headline !== null)
    .map((proposal) => context(town.say('digest.line', titled(proposal, town))));

const endedLines = (ended: readonly Proposal[], town: Town): Block[] =>
  ended.flatMap((proposal) =>
    proposal.ending
      ? [
          context(
            town.say('digest.ended-line', {
              ...titled(proposal, town),
              ending: town.say(`ending.${proposal.ending.kind}`),
            }),
          ),
        ]
      : [],
  );

function unansweredBlock(facts: DigestFacts, now: Instant, town: Town): Block {
  const count = facts.unanswered.length;
  if (count === 0) return paragraph(town.say('digest.none-unanswered'));
  const days = longestWaitDays(facts.unanswered, now, town);
  return paragraph(town.say('digest.unanswered', { count, days }));
}

/** One line when there is nothing to tell: silence would look like a broken scheme. */
export function composeDigest(
  facts: DigestFacts,
  week: DigestWeek,
  now: Instant,
  town: Town,
): OutgoingMessage {
  const { say, settings, calendar } = town;
  const period = {
    municipality: settings.name,
    from: formatDay(week.firstOn, now, calendar.timezone),
    to: formatDay(week.lastOn, now, calendar.timezone),
  };
  // What its own proposer took back is nobody's news.
  const ended = facts.ended.filter((proposal) => proposal.ending?.kind !== 'withdrawn');
  const { registered, answered, unanswered } = facts;
  if (registered.length + answered.length + ended.length + unanswered.length === 0) {
    return message(paragraph(say('digest.quiet', period)));
  }
  const share = shareInTime(answered);
  return message(
    heading(say('digest.heading', period)),
    paragraph(say('digest.new', { count: registered.length })),
    ...listed(registered, town),
    paragraph(say('digest.answered', { count: answered.length })),
    paragraph(say('digest.ended', { count: ended.length })),
    ...endedLines(ended, town),
    unansweredBlock(facts, now, town),
    share === null ? null : paragraph(say('digest.in-time', { share, count: answered.length })),
    context(say('digest.invite')),
  );
}
