/** やりとり: everything said about a proposal, in order. What is internal is never shown to the proposer. */
import { z } from 'zod';

export const entryKinds = [
  'proposal',
  'addition',
  'edit',
  'tell-more',
  'answer',
  'question',
  'reply',
  'news',
  'extension',
  'note',
  'opinion',
  'ending',
  'objection',
  'check',
  'late',
  'told',
] as const;

/** What was attached to a message. The bot copies no file: it stays where its owner put it (P9). */
export const fileReferenceSchema = z.object({
  name: z.string(),
  sizeBytes: z.number().int().nonnegative().nullable(),
  /** Where those open it who may; the platform decides who that is. */
  url: z.string().nullable(),
});
export type FileReference = z.infer<typeof fileReferenceSchema>;

export const entrySchema = z.object({
  id: z.string(),
  at: z.date(),
  by: z.enum(['proposer', 'desk', 'section', 'bot']),
  /** As signed at that time: 課・氏名 for the desk. */
  name: z.string().nullable(),
  visibility: z.enum(['public', 'internal']),
  kind: z.enum(entryKinds),
  /** The id of the question this answers, for what was told step by step. */
  prompt: z.string().nullable(),
  text: z.string(),
  /** How far a human word has come; null for what needs no delivery. */
  delivery: z.enum(['sending', 'sent', 'told', 'refused']).nullable(),
  /** The proposer's message it was read from, so that an edit or a deletion finds it. */
  messageKey: z.string().nullable(),
  files: z.array(fileReferenceSchema).default([]),
  /** The newest version was deleted by its author; what was written stays in an internal `edit` entry. */
  masked: z.boolean(),
});
export type Entry = z.infer<typeof entrySchema>;
export type EntryKind = Entry['kind'];

export type Thread = readonly Entry[];

type NewEntry = Pick<Entry, 'id' | 'at' | 'by' | 'name' | 'kind' | 'text'> &
  Partial<Omit<Entry, 'files'>> & { files?: readonly FileReference[] };

export const entry = ({ files, ...fields }: NewEntry): Entry => ({
  visibility: 'public',
  prompt: null,
  delivery: null,
  messageKey: null,
  masked: false,
  ...fields,
  files: [...(files ?? [])],
});

export const withDelivery = (thread: Thread, id: string, delivery: Entry['delivery']): Entry[] =>
  thread.map((e) => (e.id === id ? { ...e, delivery } : e));

export const entryOfMessage = (thread: Thread, messageKey: string): Entry | undefined =>
  thread.find((e) => e.messageKey === messageKey);

/**
 * Puts a newer text in an entry's place; the older one stays, internally (design §6: edits are followed).
 * `newText` null masks: the author deleted the message.
 */
export function replaceText(
  thread: Thread,
  old: Entry,
  change: { id: string; at: Date; newText: string | null },
): Entry[] {
  const kept = entry({
    ...old,
    id: change.id,
    at: change.at,
    kind: 'edit',
    visibility: 'internal',
    messageKey: null,
  });
  const newest = {
    ...old,
    text: change.newText ?? '',
    masked: change.newText === null,
    // The name of a file may say as much as the words did.
    files: change.newText === null ? [] : old.files,
  };
  return [...thread.map((e) => (e.id === old.id ? newest : e)), kept];
}

/** A document has a limit of 16 MB; far below it a thread is a book that nobody reads. In UTF-16 units. */
const mostUnits = 2_000_000;

/** Nothing more is filed here: what comes next is a proposal of its own. */
export const isFull = (thread: Thread): boolean =>
  thread.reduce((units, { text }) => units + text.length, 0) > mostUnits;
