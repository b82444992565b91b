/**
 * Waking a proposal at its `wakeAt`: the card leaves, reminders go out at opening hours, at most one message
 * per receiver and half day (design §5, Ladder).
 */
import { changes, type Changes, type JoinedLines, type Stored } from '../bot/changes.js';
import type { Delivery, Outgoing, ReminderLine, Role } from '../bot/delivery.js';
import type { Instant } from '../calendar/instant.js';
import { humanTask } from '../messages/desk-notices.js';
import { bundle, lateLine, reminderLine } from '../messages/reminders.js';
import { holderName, signature, telling, type Telling } from '../messages/telling.js';
import { directPlace, placeKey, type Place } from '../places.js';
import type { Directory, Store } from '../ports.js';
import { refuse } from '../proposals/human-word.js';
import { receivers, type Receiver } from '../proposals/ladder.js';
import type { NextWord } from '../proposals/next-word.js';
import type { Proposal } from '../proposals/proposal.js';
import { owesAgain } from '../proposals/proposer-word.js';
import { wake, type Bundle, type Reminder, type Woken } from '../proposals/wake.js';
import { deskPlace, managerOf, type Town } from '../town.js';
import { describeIfKnown } from './ask-directory.js';
import { card, tellDesk } from './tell-desk.js';

export interface WakingPorts {
  readonly store: Pick<Store, 'proposals' | 'deliveries'>;
  readonly directory: Directory;
  readonly town: Town;
}

/** Reminders of the same moment join one message while it waits this long (system clock). */
const gatheringMs = 400;

interface Recipient {
  readonly place: Place;
  readonly role: Role;
  readonly bundleId: string;
  readonly existing: Stored<Delivery> | undefined;
}

/** Where a receiver is reached. Null: nowhere, as for a voice without an account. */
function placeOf(receiver: Receiver, proposal: Proposal, town: Town): Place | null {
  switch (receiver) {
    case 'holder': {
      const holder = proposal.nextWord?.holder;
      return holder?.kind === 'person' ? directPlace(holder.person.id) : deskPlace(town);
    }
    case 'manager':
      return directPlace(managerOf(town));
    case 'proposer':
      return proposal.place;
  }
}

type Recipients = ReadonlyMap<Receiver, Recipient>;

async function findRecipients(
  ports: WakingPorts,
  { value: proposal, version }: Stored<Proposal>,
  now: Instant,
): Promise<Recipients> {
  const { town, store } = ports;
  const found = new Map<Receiver, Recipient>();
  for (const receiver of receivers) {
    const place = placeOf(receiver, proposal, town);
    if (!place) continue;
    const bundleId =
      town.promise.bundle === 'none'
        ? `${proposal.id}-w${version}-${receiver}`
        : `reminder|${placeKey(place)}|${town.calendar.halfDayOf(now)}`;
    const existing = await store.deliveries.find(bundleId);
    found.set(receiver, { place, role: receiver, bundleId, existing });
  }
  return found;
}

/** A message that is being sent, or left already, takes no more lines. */
function bundleOf(recipient: Recipient | undefined): Bundle {
  if (!recipient) return 'unreachable';
  const { existing } = recipient;
  if (!existing) return 'open';
  return existing.value.status === 'pending' && existing.value.claims === 0 ? 'open' : 'closed';
}

interface Line {
  readonly recipient: Recipient;
  readonly line: ReminderLine;
}

interface Composing {
  readonly recipients: Recipients;
  readonly managerName: string;
  readonly telling: Telling;
}

function linesOf(
  proposal: Proposal,
  word: NextWord,
  reminders: readonly Reminder[],
  { recipients, managerName, telling }: Composing,
): Line[] {
  const people = { managerName, asker: holderName(owesAgain(proposal), telling) };
  const lines: Line[] = [];
  for (const reminder of reminders) {
    const recipient = recipients.get(reminder.to);
    // Who is the holder and the manager too hears it once.
    const told = lines.some((line) => line.recipient.bundleId === recipient?.bundleId);
    if (recipient && !told) {
      lines.push({ recipient, line: reminderLine(proposal, word, reminder, people, telling) });
    }
  }
  return lines;
}

const fresh = (proposal: Proposal, { recipient, line }: Line, { say }: Town): Outgoing => ({
  id: recipient.bundleId,
  place: recipient.place,
  to: recipient.role,
  purpose: 'reminder',
  proposalIds: [proposal.id],
  message: bundle([line], say),
  lines: [line],
  delayMs: gatheringMs,
});

function joining(
  existing: Stored<Delivery>,
  proposal: Proposal,
  line: ReminderLine,
  { say }: Town,
): JoinedLines {
  const lines = [...existing.value.lines, line];
  return {
    deliveryId: existing.value.id,
    basedOn: existing.version,
    lines,
    message: bundle(lines, say),
    proposalIds: [...new Set([...existing.value.proposalIds, proposal.id])],
  };
}

function toChanges(stored: Stored<Proposal>, woken: Woken, lines: readonly Line[], now: Telling): Changes {
  const { proposal } = woken;
  const { town } = now;
  const key = `${proposal.id}-w${stored.version}`;
  const holderChanged = stored.value.revision !== proposal.revision;
  const newCard = stored.value.cardId === null ? proposal.cardId : null;
  const isChanged = holderChanged || woken.cardLeaves;
  return changes({
    proposals: [{ proposal, basedOn: stored.version }],
    messages: [
      ...(newCard !== null ? [card(proposal, newCard, now)] : []),
      ...(newCard === null && isChanged ? tellDesk(key, proposal, null, now) : []),
      ...lines.filter(({ recipient }) => !recipient.existing).map((line) => fresh(proposal, line, town)),
    ],
    joined: lines.flatMap(({ recipient, line }) =>
      recipient.existing ? [joining(recipient.existing, proposal, line, town)] : [],
    ),
  });
}

/**
 * A human word whose delivery does not exist (a backup was restored): nobody will send it, so a human tells it.
 */
async function findLost(
  ports: WakingPorts,
  stored: Stored<Proposal>,
  now: Telling,
): Promise<Changes | undefined> {
  for (const spoken of stored.value.sending) {
    if (await ports.store.deliveries.find(spoken.deliveryId)) continue;
    const proposal = refuse(stored.value, spoken.deliveryId, now.now, now.town);
    if (!proposal) continue;
    return changes({
      proposals: [{ proposal, basedOn: stored.version }],
      messages: [
        ...tellDesk(`${proposal.id}-w${stored.version}`, proposal, null, now),
        {
          id: `${spoken.deliveryId}-lost`,
          place: deskPlace(now.town),
          to: 'desk',
          purpose: 'human-task',
          proposalIds: [proposal.id],
          message: humanTask(proposal, spoken, null, now),
        },
      ],
    });
  }
  return undefined;
}

async function nameOfManager({ directory, town }: WakingPorts, now: Telling): Promise<string> {
  const manager = await describeIfKnown(directory, managerOf(town));
  return manager ? signature(manager, now) : town.say('person.manager');
}

/** Undefined: there is nothing to do (any more). `now` is the town clock. */
export async function wakeProposal(
  ports: WakingPorts,
  id: string,
  now: Instant,
): Promise<Changes | undefined> {
  const stored = await ports.store.proposals.find(id);
  if (!stored?.value.wakeAt || stored.value.wakeAt > now) return undefined;
  const { town } = ports;
  const at = telling(town, now);
  const lost = await findLost(ports, stored, at);
  if (lost) return lost;
  const proposal = stored.value;
  const recipients = await findRecipients(ports, stored, now);
  const managerName = await nameOfManager(ports, at);
  const woken = wake(
    proposal,
    {
      now,
      // A card that was refused leaves again, as another message.
      cardId: `${id}-card-w${stored.version}`,
      bundleOf: (receiver) => bundleOf(recipients.get(receiver)),
      lateText: (late, nextReportAt) => lateLine(proposal, late, nextReportAt, { managerName }, at).text,
    },
    town,
  );
  const owed = woken.proposal.nextWord;
  const lines = owed
    ? linesOf(woken.proposal, owed, woken.reminders, { recipients, managerName, telling: at })
    : [];
  return toChanges(stored, woken, lines, at);
}
