/** A press or a submitted form. One table says who may do what (contract §5); everybody else hears why not. */
import { formText, missingFields, hasForm } from '../messages/forms.js';
import { draftKept, refused, type Refusal } from '../messages/refusals.js';
import { isProposer } from '../privacy/who-sees-what.js';
import { isOpen, type Proposal } from '../proposals/proposal.js';
import { addToProposal } from '../use-cases/add-to-proposal.js';
import { noteOnProposal, registerFor, takeProposal, toldByHuman } from '../use-cases/desk-work.js';
import { discardHeld, proposeHeld } from '../use-cases/hold-text.js';
import { explainDue, showUnanswered } from '../use-cases/look-up.js';
import { makeAddition, makeNew } from '../use-cases/move-text.js';
import { speakToProposer } from '../use-cases/speak-to-proposer.js';
import { openTellMore, pressInDialog } from '../use-cases/tell-more.js';
import { withdrawProposal } from '../use-cases/withdraw-proposal.js';
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

interface Rule {
  readonly who: 'proposer' | 'desk' | 'viewer';
  /** Also possible when the proposal has ended. */
  readonly whenClosed?: boolean;
  readonly does: Does;
}

const optional = (values: Values, name: string): string | null => values[name]?.trim() ?? null;

const orNull = (text: string | null): string | null => (text === '' ? null : text);

const says =
  (word: 'answer' | 'ask' | 'decline' | 'close-answered'): Does =>
  (scene, stored, { values }) =>
    speakToProposer(scene, stored, {
      word,
      text: formText(values),
      headline: orNull(optional(values, 'headline')),
    });

const adds: Does = (scene, stored, { values }) =>
  addToProposal(scene, stored, { text: formText(values), messageKey: null });

const aboutProposal: Readonly<Record<string, Rule>> = {
  'text.make-new': {
    who: 'proposer',
    does: (scene, stored, { target }) => makeNew(scene, stored, target.entryId ?? ''),
  },
  'text.make-addition': { who: 'proposer', does: makeAddition },
  'proposal.tell-more': { who: 'proposer', does: openTellMore },
  'question.skip': { who: 'proposer', does: (scene) => pressInDialog(scene, 'skip') },
  'question.later': { who: 'proposer', does: (scene) => pressInDialog(scene, 'later') },
  'proposal.reply': { who: 'proposer', whenClosed: true, does: adds },
  'proposal.add': { who: 'proposer', whenClosed: true, does: adds },
  'proposal.withdraw': {
    who: 'proposer',
    does: (scene, stored, { values }) => withdrawProposal(scene, stored, optional(values, 'reason') ?? ''),
  },
  'proposal.answer': { who: 'desk', does: says('answer') },
  'proposal.ask': { who: 'desk', does: says('ask') },
  'proposal.decline': { who: 'desk', does: says('decline') },
  'proposal.close-answered': { who: 'desk', does: says('close-answered') },
  'proposal.take': { who: 'desk', does: takeProposal },
  'proposal.told': {
    who: 'desk',
    does: (scene, stored, { values }) => toldByHuman(scene, stored, formText(values)),
  },
  'proposal.note': {
    who: 'desk',
    whenClosed: true,
    does: (scene, stored, { values }) => noteOnProposal(scene, stored, formText(values), 'form'),
  },
  'proposal.due-explained': {
    who: 'viewer',
    whenClosed: true,
    does: (scene, stored) => explainDue(scene, stored.value),
  },
};

const say = (scene: Scene, refusal: Refusal): Effects => ({
  messages: [answerHere(scene, refused(refusal, scene.telling), { purpose: 'private' })],
});

export type Admission =
  | { kind: 'admitted'; stored: Stored<Proposal>; does: Does }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'moved-on'; stored: Stored<Proposal> };

interface Asking {
  readonly person: string;
  readonly isDesk: boolean;
  readonly find: (id: string) => Promise<Stored<Proposal> | undefined>;
}

const refuse = (refusal: Refusal): Admission => ({ kind: 'refused', refusal });

/** Whose press it may be; the proposer hears the same for "not yours" and "does not exist" (P9). */
const mayPress = (rule: Rule, proposal: Proposal, { person, isDesk }: Asking): boolean => {
  const own = isProposer(proposal, person);
  switch (rule.who) {
    case 'desk':
      return isDesk;
    case 'proposer':
      return own;
    case 'viewer':
      return own || isDesk;
  }
};

/**
 * Whether a press about a proposal may do what it says. The proposer's own words count on an older message
 * too; the desk decides only on what it has seen.
 */
export async function admit(intent: string, target: Target | undefined, asking: Asking): Promise<Admission> {
  const rule = aboutProposal[intent];
  if (!rule) return refuse({ kind: 'not-understood' });
  if (rule.who === 'desk' && !asking.isDesk) return refuse({ kind: 'not-desk' });
  const stored = target && (await asking.find(target.subject));
  if (!stored || !mayPress(rule, stored.value, asking)) return refuse({ kind: 'unknown' });
  const outdated = target.revision !== stored.value.revision;
  if (rule.who === 'desk' && outdated && !rule.whenClosed) return { kind: 'moved-on', stored };
  if (!isOpen(stored.value) && !rule.whenClosed) return refuse({ kind: 'closed', proposal: stored.value });
  return { kind: 'admitted', stored, does: rule.does };
}

/** Nothing changes; what was written is kept for a day and offered again with what is the case now. */
function keepDraft(scene: Scene, { value: proposal }: Stored<Proposal>, press: Press): Effects {
  const written = Object.values(press.values).some((value) => value.trim() !== '');
  if (!written) {
    const kind = isOpen(proposal) ? 'outdated' : 'closed';
    return say(scene, { kind, proposal });
  }
  const draft = {
    proposalId: proposal.id,
    intent: press.intent,
    values: { ...press.values },
    at: scene.event.at,
  };
  const message = draftKept(proposal, press.intent, press.values, scene.telling);
  return {
    messages: [answerHere(scene, message, { purpose: 'private', about: proposal })],
    conversation: {
      ...scene.conversation,
      drafts: [...withoutDraft(scene, press.intent, proposal.id), draft].slice(-20),
    },
  };
}

const withoutDraft = ({ conversation }: Scene, intent: string, proposalId: string) =>
  conversation.drafts.filter((draft) => draft.intent !== intent || draft.proposalId !== proposalId);

/** A draft that was sent at last is not offered any more. */
function droppingDraft(scene: Scene, press: Press, effects: Effects): Effects {
  const left = withoutDraft(scene, press.intent, press.target.subject);
  if (left.length === scene.conversation.drafts.length) return effects;
  return { ...effects, conversation: { ...(effects.conversation ?? scene.conversation), drafts: left } };
}

async function pressProposal(scene: Scene, press: Press): Promise<Effects> {
  const admission = await admit(press.intent, press.target, {
    person: scene.person.id,
    isDesk: scene.isDesk,
    find: scene.ports.store.proposals.find,
  });
  switch (admission.kind) {
    case 'refused':
      return say(scene, admission.refusal);
    case 'moved-on':
      return keepDraft(scene, admission.stored, press);
    case 'admitted':
      return droppingDraft(scene, press, await admission.does(scene, admission.stored, press));
  }
}

/** Intents about no proposal (yet). */
async function pressOther(scene: Scene, press: Press): Promise<Effects | undefined> {
  switch (press.intent) {
    case 'text.propose':
      return proposeHeld(scene, press.target.subject);
    case 'text.discard':
      return discardHeld(scene, press.target.subject);
    case 'desk.unanswered':
      return showUnanswered(scene);
    case 'proposal.register-for':
      if (!scene.isDesk) return say(scene, { kind: 'not-desk' });
      return registerFor(scene, {
        text: formText(press.values),
        name: orNull(optional(press.values, 'name')),
        section: orNull(optional(press.values, 'section')),
      });
    default:
      return undefined;
  }
}

/** `values` null: a press. A press that opens a form was answered at once and changes nothing here. */
export async function handleIntent(
  scene: Scene,
  what: { intent: string; target: string; values: Values | null },
): Promise<Effects> {
  const target = parseTarget(what.target);
  if (hasForm(what.intent)) {
    if (what.values === null) return nothing;
    const [missing] = missingFields(what.intent, scene.telling.town.say, what.values);
    if (missing !== undefined) return say(scene, { kind: 'empty', field: missing });
  }
  if (!target) return say(scene, { kind: 'unknown' });
  const press = { intent: what.intent, target, values: what.values ?? {} };
  return (await pressOther(scene, press)) ?? pressProposal(scene, press);
}
