/** A press or a submitted form: admitted, and done by its use case; otherwise the presser hears why not. */
import { askedValues, formText, hasForm, missingFields } from '../messages/forms.js';
import { refused, type Refusal } from '../messages/refusals.js';
import type { Proposal } from '../proposals/proposal.js';
import { addToProposal } from '../use-cases/add-to-proposal.js';
import { noteOnProposal, registerFor, takeProposal, toldByHuman } from '../use-cases/desk-work.js';
import { discardHeld, proposeHeld } from '../use-cases/hold-text.js';
import { droppingDraft, keepDraft, leavesDraft } from '../use-cases/keep-draft.js';
import { explainDue, showUnanswered } from '../use-cases/look-up.js';
import { makeAddition, makeNew } from '../use-cases/move-text.js';
import { speakToProposer } from '../use-cases/speak-to-proposer.js';
import { openTellMore, pressInDialog } from '../use-cases/tell-more.js';
import { withdrawProposal } from '../use-cases/withdraw-proposal.js';
import { admitPress, type ProposalIntent } from './admit-press.js';
import type { Stored } from './changes.js';
import { answerHere, nothing, type Effects, type Scene } from './scene.js';
import { parseTarget, type Target } from './target.js';

type Values = Readonly<Record<string, string>>;

interface Press {
  readonly intent: string;
  readonly target: Target;
  readonly values: Values;
}

type Does = (scene: Scene, stored: Stored<Proposal>, press: Press) => Effects | Promise<Effects>;

/** What was written in a field; null for nothing. */
function written(values: Values, field: string): string | null {
  const text = values[field]?.trim() ?? '';
  return text === '' ? null : text;
}

const says =
  (word: 'answer' | 'ask' | 'decline' | 'close-answered'): Does =>
  (scene, stored, { values }) =>
    speakToProposer(scene, stored, { word, text: formText(values), headline: written(values, 'headline') });

const adds: Does = (scene, stored, { values }) =>
  addToProposal(scene, stored, { text: formText(values), messageKey: null });

const does: { readonly [Intent in ProposalIntent]: Does } = {
  'text.make-new': (scene, stored, { target }) => makeNew(scene, stored, target.entryId ?? ''),
  'text.make-addition': makeAddition,
  'proposal.tell-more': openTellMore,
  'question.skip': (scene) => pressInDialog(scene, 'skip'),
  'question.later': (scene) => pressInDialog(scene, 'later'),
  'proposal.reply': adds,
  'proposal.add': adds,
  'proposal.withdraw': (scene, stored, { values }) =>
    withdrawProposal(scene, stored, written(values, 'reason') ?? ''),
  'proposal.answer': says('answer'),
  'proposal.ask': says('ask'),
  'proposal.decline': says('decline'),
  'proposal.close-answered': says('close-answered'),
  'proposal.take': takeProposal,
  'proposal.told': (scene, stored, { values }) => toldByHuman(scene, stored, formText(values)),
  'proposal.note': (scene, stored, { values }) => noteOnProposal(scene, stored, formText(values), 'form'),
  'proposal.due-explained': (scene, stored) => explainDue(scene, stored.value),
};

const say = (scene: Scene, refusal: Refusal): Effects => ({
  messages: [answerHere(scene, refused(refusal, scene.telling), { purpose: 'private' })],
});

const refuse = (scene: Scene, refusal: Refusal, press: Press): Effects | Promise<Effects> =>
  leavesDraft(refusal, press.values) ? keepDraft(scene, refusal, press) : say(scene, refusal);

async function pressProposal(scene: Scene, press: Press): Promise<Effects> {
  const { person, isDesk, ports } = scene;
  const presser = { person: person.id, isDesk, find: ports.store.proposals.find };
  const admission = await admitPress(press.intent, press.target, presser);
  if (admission.kind === 'refused') return refuse(scene, admission.refusal, press);
  const effects = await does[admission.intent](scene, admission.stored, press);
  if (effects.refusal) return refuse(scene, effects.refusal, press);
  return droppingDraft(scene, admission.intent, admission.stored.value, effects);
}

async function pressRegisterFor(scene: Scene, { values }: Press): Promise<Effects> {
  if (!(await scene.isDesk())) return say(scene, { kind: 'not-desk' });
  const [name, section] = [written(values, 'name'), written(values, 'section')];
  return registerFor(scene, { text: formText(values), name, section });
}

/** `values` null: a press. A press that opens a form was answered at once and changes nothing here. */
export async function handleIntent(
  scene: Scene,
  what: { intent: string; target: string; values: Values | null },
): Promise<Effects> {
  if (hasForm(what.intent)) {
    if (what.values === null) return nothing;
    const [missing] = missingFields(what.intent, scene.telling.town.say, what.values);
    if (missing !== undefined) return say(scene, { kind: 'empty', field: missing.label });
  }
  const target = parseTarget(what.target);
  if (!target) return say(scene, { kind: 'unknown' });
  const press = { intent: what.intent, target, values: askedValues(what.intent, what.values ?? {}) };
  switch (what.intent) {
    case 'text.propose':
      return proposeHeld(scene, target.subject);
    case 'text.discard':
      return discardHeld(scene, target.subject);
    case 'desk.unanswered':
      return showUnanswered(scene);
    case 'proposal.register-for':
      return pressRegisterFor(scene, press);
    default:
      return pressProposal(scene, press);
  }
}
