/**
 * A press that opens a form is answered within the platform's seconds: one read, best effort. The form's
 * submission is an event of its own, and that one is stored.
 */
import { conversationKey, newConversation, type Draft } from '../bot/conversation.js';
import { admitPress } from '../bot/admit-press.js';
import type { EventOf } from '../bot/incoming-event.js';
import { parseTarget } from '../bot/target.js';
import type { Instant } from '../calendar/instant.js';
import { formOf, hasForm, type FormIntent } from '../messages/forms.js';
import { refused } from '../messages/refusals.js';
import { telling } from '../messages/telling.js';
import type { Directory, Responder, Store } from '../ports.js';
import { targetOf } from '../proposals/proposal.js';
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
    isDesk: await directory.isDesk(event.person),
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

/** Nothing to do for a press without a form: its turn answers. */
export async function answerAtOnce(ports: AtOncePorts, event: EventOf<'action'>): Promise<void> {
  const { intent, target } = event;
  if (!hasForm(intent)) return;
  if (intent !== 'proposal.register-for') return openFor(ports, event, intent);
  const { responder, directory, town } = ports;
  if (await directory.isDesk(event.person)) {
    const form = formOf(intent, town.say);
    return responder.openForm(event.person, event.place, { intent, target, form });
  }
  return responder.say(event.person, event.place, refused({ kind: 'not-desk' }, telling(town, event.at)));
}
