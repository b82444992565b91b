/**
 * A press that opens a form is answered within the platform's seconds: one read, best effort. The form's
 * submission is an event of its own, and that one is stored.
 */
import { conversationKey, newConversation, type Draft } from '../bot/conversation.js';
import { admitPress } from '../bot/admit-press.js';
import type { EventOf } from '../bot/incoming-event.js';
import { parseTarget, type Target } from '../bot/target.js';
import type { Instant } from '../calendar/instant.js';
import { PlatformUnavailable } from '../errors.js';
import { formOf, hasForm, missingFields, type FormIntent } from '../messages/forms.js';
import { refused, type Refusal } from '../messages/refusals.js';
import { telling } from '../messages/telling.js';
import type { PersonId } from '../places.js';
import type { Directory, Responder, Store } from '../ports.js';
import { targetOf, type Proposal } from '../proposals/proposal.js';
import { hasEndingOnItsWay } from '../proposals/human-word.js';
import type { Town } from '../town.js';

export interface AtOncePorts {
  readonly store: Pick<Store, 'proposals' | 'conversations'>;
  readonly directory: Directory;
  readonly responder: Responder;
  readonly town: Town;
}

const draftLivesMs = 24 * 3_600_000;

function draftFor(
  drafts: readonly Draft[],
  intent: string,
  proposalId: string,
  now: Instant,
): Draft | undefined {
  const newest = drafts.findLast((draft) => draft.intent === intent && draft.proposalId === proposalId);
  return newest && now.getTime() - newest.at.getTime() < draftLivesMs ? newest : undefined;
}

async function openFor(
  { store, directory, responder, town }: AtOncePorts,
  event: EventOf<'action'>,
  intent: FormIntent,
): Promise<void> {
  const admission = await admitPress(intent, parseTarget(event.target), {
    person: event.person,
    isDesk: () => directory.isDesk(event.person),
    find: store.proposals.find,
  });
  const now = telling(town, event.at);
  if (admission.kind === 'refused') {
    await responder.say(event.person, event.place, refused(admission.refusal, now));
    return;
  }
  const proposal = admission.stored.value;
  const stored = await store.conversations.find(conversationKey(event.place, event.person));
  const { drafts } = stored?.value ?? newConversation;
  const draft = draftFor(drafts, intent, proposal.id, event.at);
  const form = formOf(intent, town.say, draft?.values);
  await responder.openForm(event.person, event.place, { intent, target: targetOf(proposal), form });
}

async function openRegisterFor(
  { responder, directory, town }: AtOncePorts,
  event: EventOf<'action'>,
): Promise<void> {
  const { person, place, target } = event;
  if (await directory.isDesk(person)) {
    const intent = 'proposal.register-for';
    return responder.openForm(person, place, { intent, target, form: formOf(intent, town.say) });
  }
  return responder.say(person, place, refused({ kind: 'not-desk' }, telling(town, event.at)));
}

/** Nothing to do for a press without a form: its turn answers. */
export async function answerAtOnce(ports: AtOncePorts, event: EventOf<'action'>): Promise<void> {
  const { intent, person, place, at } = event;
  if (!hasForm(intent)) return;
  try {
    await (intent === 'proposal.register-for'
      ? openRegisterFor(ports, event)
      : openFor(ports, event, intent));
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    await ports.responder.say(person, place, refused({ kind: 'cannot-tell' }, telling(ports.town, at)));
  }
}

/** Intents that say something to the proposer: none of them can overtake an ending. */
const speaks = new Set<FormIntent>([
  'proposal.answer',
  'proposal.ask',
  'proposal.decline',
  'proposal.close-answered',
]);

/** What an admitted press may still meet. The turn looks again, with everything it needs. */
function obstacleOf(intent: FormIntent, proposal: Proposal): Refusal | null {
  if (speaks.has(intent) && hasEndingOnItsWay(proposal)) return { kind: 'ending-on-its-way', proposal };
  const isTold = intent === 'proposal.told' && (proposal.nextWord?.undelivered ?? []).length === 0;
  return isTold ? { kind: 'nothing-to-tell', proposal } : null;
}

type RefusalPorts = Pick<AtOncePorts, 'directory' | 'town'> & {
  readonly store: Pick<Store, 'proposals'>;
};

async function refusalOf(
  { store, directory }: RefusalPorts,
  { person, intent }: { person: PersonId; intent: FormIntent },
  target: Target | undefined,
): Promise<Refusal | null> {
  const isDesk = () => directory.isDesk(person);
  if (intent === 'proposal.register-for') return (await isDesk()) ? null : { kind: 'not-desk' };
  const admission = await admitPress(intent, target, { person, isDesk, find: store.proposals.find });
  return admission.kind === 'refused' ? admission.refusal : obstacleOf(intent, admission.stored.value);
}

/**
 * What is wrong with a submitted form right now, as the sentences its writer reads; null: nothing. For platforms that
 * can show it in the form itself: an empty field, a proposal that has moved on, a form that is not theirs to send.
 * @throws PlatformUnavailable when that cannot be told now: what was written is stored, and its turn waits.
 */
export async function refusalAtOnce(ports: RefusalPorts, event: EventOf<'form'>): Promise<string | null> {
  const { intent, values, person } = event;
  const now = telling(ports.town, event.at);
  if (!hasForm(intent)) return refused({ kind: 'not-understood' }, now).text;
  const [field] = missingFields(intent, ports.town.say, values);
  if (field !== undefined) return refused({ kind: 'empty', field }, now).text;
  const refusal = await refusalOf(ports, { person, intent }, parseTarget(event.target));
  // A form that came too late could never be sent as it is: its turn keeps the words and offers them anew.
  return refusal === null || refusal.kind === 'outdated' ? null : refused(refusal, now).text;
}
