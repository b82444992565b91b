/**
 * Dialogs as data: a list of questions, asked one at a time, each to be answered, skipped or left for later.
 * The engine is a pure function (dialog, snapshot, event) -> next snapshot, replies and effects; it knows
 * neither platforms nor proposals. What is said in which words, and what an effect does, is the caller's.
 */
import { z } from 'zod';

export interface Question<Id extends string, Subject> {
  readonly id: Id;
  /** False: not asked about this subject. */
  readonly applies?: (subject: Subject) => boolean;
}

export interface Dialog<Id extends string, Subject> {
  readonly name: string;
  /** A snapshot of another version is dropped cleanly: the dialog was rewritten meanwhile. */
  readonly version: number;
  readonly questions: readonly Question<Id, Subject>[];
}

export const dialogSnapshotSchema = z.object({
  dialog: z.string(),
  version: z.number().int(),
  /** What it is about: opaque to the engine. */
  subject: z.string(),
  /** The question that waits for an answer. */
  waitingFor: z.string(),
  answered: z.array(z.string()),
  skipped: z.array(z.string()),
});
export type DialogSnapshot = z.infer<typeof dialogSnapshotSchema>;

export type DialogEvent<Subject> =
  /** `answered`: what is known already, from an earlier time; it is not asked again. */
  | {
      readonly kind: 'open';
      readonly subject: Subject;
      readonly subjectId: string;
      readonly answered: readonly string[];
    }
  | { readonly kind: 'text'; readonly subject: Subject; readonly text: string }
  | { readonly kind: 'skip'; readonly subject: Subject }
  | { readonly kind: 'later' };

export type DialogReply<Id extends string> =
  | { readonly kind: 'ask'; readonly question: Id; readonly step: number; readonly total: number }
  | { readonly kind: 'finished'; readonly answered: number }
  | { readonly kind: 'left' };

export interface DialogEffect<Id extends string> {
  readonly kind: 'answered';
  readonly question: Id;
  readonly text: string;
}

export interface Transition<Id extends string> {
  /** Null: no dialog is open any more. */
  readonly snapshot: DialogSnapshot | null;
  readonly replies: readonly DialogReply<Id>[];
  readonly effects: readonly DialogEffect<Id>[];
}

/** A snapshot that this dialog can go on with; undefined if it is another's, or of another version. */
export const resumable = <Id extends string, Subject>(
  dialog: Dialog<Id, Subject>,
  snapshot: DialogSnapshot | null,
): DialogSnapshot | undefined =>
  snapshot?.dialog === dialog.name && snapshot.version === dialog.version ? snapshot : undefined;

function askNext<Id extends string, Subject>(
  dialog: Dialog<Id, Subject>,
  snapshot: Omit<DialogSnapshot, 'waitingFor'>,
  subject: Subject,
): Pick<Transition<Id>, 'snapshot' | 'replies'> {
  const asked = dialog.questions.filter((question) => question.applies?.(subject) ?? true);
  const done = new Set([...snapshot.answered, ...snapshot.skipped]);
  const next = asked.find((question) => !done.has(question.id));
  if (!next) return { snapshot: null, replies: [{ kind: 'finished', answered: snapshot.answered.length }] };
  const step = asked.indexOf(next) + 1;
  return {
    snapshot: { ...snapshot, waitingFor: next.id },
    replies: [{ kind: 'ask', question: next.id, step, total: asked.length }],
  };
}

function open<Id extends string, Subject>(
  dialog: Dialog<Id, Subject>,
  event: Extract<DialogEvent<Subject>, { kind: 'open' }>,
): Transition<Id> {
  const fresh = {
    dialog: dialog.name,
    version: dialog.version,
    subject: event.subjectId,
    answered: [...event.answered],
    skipped: [],
  };
  return { ...askNext(dialog, fresh, event.subject), effects: [] };
}

/** An event for a dialog that is not open (any more) changes nothing: replies and effects are empty. */
export function advance<Id extends string, Subject>(
  dialog: Dialog<Id, Subject>,
  snapshot: DialogSnapshot | null,
  event: DialogEvent<Subject>,
): Transition<Id> {
  if (event.kind === 'open') return open(dialog, event);
  const current = resumable(dialog, snapshot);
  const question = dialog.questions.find((q) => q.id === current?.waitingFor);
  if (!current || !question) return { snapshot: null, replies: [], effects: [] };
  switch (event.kind) {
    case 'later':
      return { snapshot: null, replies: [{ kind: 'left' }], effects: [] };
    case 'skip': {
      const skipped = { ...current, skipped: [...current.skipped, question.id] };
      return { ...askNext(dialog, skipped, event.subject), effects: [] };
    }
    case 'text': {
      const answered = { ...current, answered: [...current.answered, question.id] };
      const effect = { kind: 'answered', question: question.id, text: event.text } as const;
      return { ...askNext(dialog, answered, event.subject), effects: [effect] };
    }
  }
}
