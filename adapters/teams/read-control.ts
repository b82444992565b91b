/** Presses and submitted forms, whichever way Teams sends them (contract §5, Teams). */
import type { Activity } from './activity-shapes.js';
import { channelIn } from './card-reference.js';
import { closeVerb, menuVerb } from './card-verbs.js';
import { isPersonal } from './conversation-id.js';
import { interactionKeys } from './envelope.js';
import type { JsonObject } from '../../src/json-object.js';
import { authorOf } from './read-message.js';
import type { Answerable, Awaits } from './reading.js';

/** What our cards write into `data` besides the fields of a form. `form`: it comes from a form that may be empty. */
const bookkeeping = new Set(['intent', 'target', 'card', 'form', 'msteams', menuVerb]);

/** Names that a field of a form can have. */
const isField = (name: string): boolean =>
  /^[a-z][\w-]{0,79}$/i.test(name) && name !== 'constructor' && !bookkeeping.has(name);

const wordIn = (data: JsonObject, name: string): string | null => {
  const value = Object.hasOwn(data, name) ? data[name] : null;
  return typeof value === 'string' && value !== '' && value.length <= 500 ? value : null;
};

interface Control {
  readonly intent: string;
  readonly target: string;
  /** Null: a press. */
  readonly values: Readonly<Record<string, string>> | null;
}

/** Undefined: no control of ours. `verb`: of an Action.Execute. */
function readControl(verb: string | null, data: JsonObject): Control | undefined {
  const intent = verb ?? wordIn(data, 'intent');
  if (intent === menuVerb) return readChoice(wordIn(data, menuVerb));
  const target = wordIn(data, 'target');
  if (intent === null || intent.length > 200 || target === null) return undefined;
  const isSubmitted = Object.keys(data).some((name) => name === 'form' || isField(name));
  return { intent, target, values: isSubmitted ? valuesIn(data) : null };
}

/** As `optionValue` writes it. */
function readChoice(chosen: string | null): Control | undefined {
  const bar = chosen?.indexOf('|') ?? -1;
  if (chosen === null || bar < 1 || bar === chosen.length - 1) return undefined;
  return { intent: chosen.slice(0, bar), target: chosen.slice(bar + 1), values: null };
}

/** Numbers and switches are written out; an input that was left empty is an empty text, or is not there. */
const valuesIn = (data: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) => {
      const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return isText && isField(name) ? [[name, String(value)] as const] : [];
    }),
  );

/**
 * Undefined: no control of ours, or nobody used it. An invoke that had to wait too long comes again under a new id
 * (facts §3): that is a row of its own, and harmless, since its target is outdated by then.
 */
export function readUse(
  activity: Activity,
  { verb, data, awaits }: { verb: string | null; data: JsonObject; awaits: Awaits },
): Answerable | undefined {
  const press = { awaits, card: wordIn(data, 'card') };
  if ((verb ?? data.intent) === closeVerb) return { kind: 'form-closed', press };
  const control = readControl(verb, data);
  const author = authorOf(activity);
  if (!control || 'kind' in author) return undefined;
  const { intent, target, values } = control;
  const { person } = author;
  // What only one person may read about a channel stands in that person's chat.
  const place = (isPersonal(activity.conversation) && channelIn(press.card)) || author.place;
  const keys = (kind: string) =>
    interactionKeys(
      place,
      kind,
      person,
      intent,
      target,
      activity.replyToId ?? null,
      activity.id ?? activity.timestamp ?? null,
    );
  return values === null
    ? { kind: 'press', ...keys('press'), event: { kind: 'action', place, person, intent, target }, press }
    : {
        kind: 'submission',
        ...keys('form'),
        event: { kind: 'form', place, person, intent, target, values },
        press,
      };
}
