/** What the bot remembers of one person in one place. Lives in MongoDB, so it survives restarts and weeks. */
import { z } from 'zod';
import { earliest } from '../calendar/instant.js';
import { dialogSnapshotSchema } from '../dialog-engine/dialog.js';
import { fileReferenceSchema } from '../proposals/thread.js';
import { parsePlaceKey, placeKey, type PersonId, type Place } from '../places.js';

/** A text that may be no proposal at all: asked about, asked once more, then kept as a draft. */
export const heldTextSchema = z.object({
  id: z.string(),
  text: z.string(),
  messageKey: z.string().nullable(),
  files: z.array(fileReferenceSchema).default([]),
  at: z.date(),
  /** Null: it is a draft now and nobody is asked again. */
  askAgainAt: z.date().nullable(),
});
export type HeldText = z.infer<typeof heldTextSchema>;

/** A form that was submitted when the proposal had moved on. Kept for a day and offered again (contract §5). */
export const draftSchema = z.object({
  proposalId: z.string(),
  intent: z.string(),
  values: z.record(z.string(), z.string()),
  at: z.date(),
});
export type Draft = z.infer<typeof draftSchema>;

export const conversationSchema = z.object({
  /** The last proposal this person registered here: what follows soon is an addition to it. */
  lastRegistration: z.object({ proposalId: z.string(), at: z.date() }).nullable(),
  /** The dialog that waits for this person's next text. */
  dialog: dialogSnapshotSchema.nullable(),
  held: z.array(heldTextSchema),
  /** The last question about the bot itself: answered, but one press makes it a proposal. */
  offered: heldTextSchema.nullable(),
  drafts: z.array(draftSchema),
  wakeAt: z.date().nullable(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** The last thing the bot said in a place: a text that follows a question of the desk is its answer. */
export const latestWordSchema = z.object({ purpose: z.string(), proposalId: z.string().nullable() });
export type LatestWord = z.infer<typeof latestWordSchema>;

export const newConversation: Conversation = {
  lastRegistration: null,
  dialog: null,
  held: [],
  offered: null,
  drafts: [],
  wakeAt: null,
};

export const conversationKey = (place: Place, person: PersonId): string => `${placeKey(place)}|${person}`;

export function parseConversationKey(key: string): { place: Place; person: PersonId } {
  const at = key.lastIndexOf('|');
  return { place: parsePlaceKey(key.slice(0, at)), person: key.slice(at + 1) };
}

/** Every change ends here: when somebody has to be asked again. */
export const plannedConversation = (conversation: Conversation): Conversation => ({
  ...conversation,
  wakeAt: earliest(...conversation.held.map((held) => held.askAgainAt)),
});
