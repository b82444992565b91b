/**
 * A press that opens a form is answered within the platform's seconds: one read, best effort. The form's
 * submission is an event of its own, and that one is stored.
 */
import { conversationKey, newConversation } from '../bot/conversation.js';
import { admitPress } from '../bot/admit-press.js';
import type { EventOf } from '../bot/incoming-event.js';
import { parseTarget, type Target } from '../bot/target.js';
import { PlatformUnavailable } from '../errors.js';
import type { OutgoingMessage } from '../bot/outgoing-message.js';
import { askedValues, formOf, hasForm, missingFields, type FormIntent } from '../messages/forms.js';
import { draftKept, formTooLate, refused, type Refusal } from '../messages/refusals.js';
import { telling } from '../messages/telling.js';
import type { PersonId } from '../places.js';
import type { Directory, OpenedForm, Proposals, Responder, Store } from '../ports.js';
import { targetOf, type Proposal } from '../proposals/proposal.js';
import { hasEndingOnItsWay } from '../proposals/human-word.js';
import type { Town } from '../town.js';
import { draftFor, leavesDraft } from './keep-draft.js';

export interface AtOncePorts {
  readonly store: Pick<Store, 'proposals' | 'conversations'>;
  readonly directory: Directory;
  readonly responder: Responder;
  readonly town: Town;
}

async function openFor(
  { store, directory, responder, town }: AtOncePorts,
  event: EventOf<'action'>,
  intent: FormIntent,
): Promise<void> {
  const isDesk = () => directory.isDesk(event.person);
  const presser = { person: event.person, isDesk, find: store.proposals.find };
  const admission = await admitPress(intent, parseTarget(event.target), presser);
  const stored = await store.conversations.find(conversationKey(event.place, event.person));
  const { drafts } = stored?.value ?? newConversation;
  if (admission.kind === 'refused') {
    const { refusal } = admission;
    const values = 'proposal' in refusal && draftFor(drafts, intent, refusal.proposal, event.at);
    const now = telling(town, event.at);
    const message = values
      ? draftKept(refusal, { intent, values }, await isDesk(), now)
      : refused(refusal, now);
    return responder.say(event.person, event.place, message);
  }
  const proposal = admission.stored.value;
  const form = formOf(intent, town.say, draftFor(drafts, intent, proposal, event.at));
  return responder.openForm(event.person, event.place, { intent, target: targetOf(proposal), form });
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
  readonly store: { readonly proposals: Pick<Proposals, 'find'> };
};

async function refusalOf(
  { store }: RefusalPorts,
  { person, isDesk, intent }: { person: PersonId; isDesk: () => Promise<boolean>; intent: FormIntent },
  target: Target | undefined,
): Promise<Refusal | null> {
  if (intent === 'proposal.register-for') return (await isDesk()) ? null : { kind: 'not-desk' };
  const admission = await admitPress(intent, target, { person, isDesk, find: store.proposals.find });
  return admission.kind === 'refused' ? admission.refusal : obstacleOf(intent, admission.stored.value);
}

/** Why a submitted form is not taken as it is right now. */
export type FormRefusal =
  /** Its writer may change it, or leave it: nothing has to be kept. `field`: the one to change; null: none of them. */
  | { kind: 'stays-open'; field: string | null; text: string }
  /** It can never be sent as it is. It has to be stored all the same: its turn keeps the words, and offers them anew. */
  | { kind: 'too-late'; message: OutgoingMessage };

const staysOpen = (text: string, field: string | null = null): FormRefusal => ({
  kind: 'stays-open',
  field,
  text,
});

/**
 * For platforms that can answer in the form itself. Null: nothing is wrong with it.
 * @throws PlatformUnavailable when that cannot be told now: what was written is stored, and its turn waits.
 */
export async function refusalAtOnce(
  ports: RefusalPorts,
  event: EventOf<'form'>,
): Promise<FormRefusal | null> {
  const { intent, values, person } = event;
  const now = telling(ports.town, event.at);
  if (!hasForm(intent)) return staysOpen(refused({ kind: 'not-understood' }, now).text);
  const [missing] = missingFields(intent, ports.town.say, values);
  if (missing) return staysOpen(refused({ kind: 'empty', field: missing.label }, now).text, missing.name);
  const isDesk = () => ports.directory.isDesk(person);
  const refusal = await refusalOf(ports, { person, isDesk, intent }, parseTarget(event.target));
  if (!refusal) return null;
  const written = { intent, values: askedValues(intent, values) };
  return leavesDraft(refusal, written.values)
    ? { kind: 'too-late', message: formTooLate(refusal, written, await isDesk(), now) }
    : staysOpen(refused(refusal, now).text);
}

/** A form as it was submitted, for platforms that show it once more; undefined: it is none of ours. */
export const formAgain = (
  { intent, target, values }: EventOf<'form'>,
  { say }: Town,
): OpenedForm | undefined =>
  hasForm(intent) ? { intent, target, form: formOf(intent, say, askedValues(intent, values)) } : undefined;
