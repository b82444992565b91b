/**
 * A form that came when its proposal had moved on or ended: what was written is kept for a day, and offered again with
 * what is the case now (contract §5).
 */
import type { Draft } from '../bot/conversation.js';
import { answerHere, type Effects, type Scene } from '../bot/scene.js';
import type { Instant } from '../calendar/instant.js';
import { formWords, type FormIntent } from '../messages/forms.js';
import { draftKept, type Refusal, type RefusalOnProposal } from '../messages/refusals.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';

type Values = Readonly<Record<string, string>>;

interface Written {
  readonly intent: string;
  readonly values: Values;
}

const draftLivesMs = 24 * 3_600_000;

/** So many drafts of one person are kept; who has more has forgotten the first ones. */
const mostDrafts = 20;

/** Whether a refusal leaves words behind that must not be lost. */
export const leavesDraft = (refusal: Refusal, values: Values): refusal is RefusalOnProposal =>
  'proposal' in refusal && Object.values(values).some((value) => value.trim() !== '');

/** Nothing changes but what the bot remembers. */
export async function keepDraft(
  scene: Scene,
  refusal: RefusalOnProposal,
  written: Written,
): Promise<Effects> {
  const { conversation, event, isDesk, telling } = scene;
  const { proposal } = refusal;
  const { intent, values } = written;
  const others = conversation.drafts.filter(
    (draft) => draft.proposalId !== proposal.id || draft.intent !== intent,
  );
  const draft = { proposalId: proposal.id, intent, values: { ...values }, at: event.at };
  const message = draftKept(refusal, written, await isDesk(), telling);
  return {
    messages: [answerHere(scene, message, { purpose: 'private', about: proposal })],
    conversation: { ...conversation, drafts: [...others, draft].slice(-mostDrafts) },
  };
}

/** To an ended proposal nothing can be said any more: what was meant for it may become a note. */
const isNoteOnEnded = (intent: string, proposal: Proposal): boolean =>
  intent === 'proposal.note' && !isOpen(proposal);

const isFor = (draft: Draft, intent: string, proposal: Proposal): boolean =>
  draft.proposalId === proposal.id && (draft.intent === intent || isNoteOnEnded(intent, proposal));

/** What a form opens with: what this person could not send before. `now` is the town clock. */
export function draftFor(
  drafts: readonly Draft[],
  intent: FormIntent,
  proposal: Proposal,
  now: Instant,
): Values | undefined {
  const newest = drafts.findLast((draft) => isFor(draft, intent, proposal));
  if (!newest || now.getTime() - newest.at.getTime() >= draftLivesMs) return undefined;
  return newest.intent === intent
    ? newest.values
    : { text: formWords(newest.intent, newest.values).join('\n') };
}

/** A draft that was sent at last is not offered any more. */
export function droppingDraft(scene: Scene, intent: string, proposal: Proposal, effects: Effects): Effects {
  const { conversation } = scene;
  const drafts = conversation.drafts.filter((draft) => !isFor(draft, intent, proposal));
  if (drafts.length === conversation.drafts.length) return effects;
  return { ...effects, conversation: { ...(effects.conversation ?? conversation), drafts } };
}
