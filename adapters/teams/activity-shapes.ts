/**
 * The fields that we read of what Teams sends. Only what everything depends on is required: real payloads lack
 * documented fields (facts §3), and an odd detail must not cost a person's words.
 *
 * @see https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md
 */
import { z } from 'zod';

const word = z.string().min(1);
const maybe = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);
const maybeWord = maybe(word);

/** Those of an array that are of the shape. */
const manyOf = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((items): z.infer<Shape>[] =>
      (items ?? []).flatMap((item) => {
        const parsed = shape.safeParse(item);
        return parsed.success ? [parsed.data] : [];
      }),
    );

const object = z.record(z.string(), z.unknown());

/** `aadObjectId`: only people have one. */
const accountShape = z.object({
  id: word,
  name: maybe(z.string()),
  aadObjectId: maybeWord,
  role: maybeWord,
});
export type Account = z.infer<typeof accountShape>;

const entityShape = z.object({
  type: word,
  /** Of a mention: as it stands in the text, or left out when the name has odd characters (facts §4). */
  text: maybe(z.string()),
  mentioned: maybe(z.object({ id: maybeWord, name: maybe(z.string()) })),
  quotedReply: maybe(z.object({ messageId: maybeWord })),
});
export type Entity = z.infer<typeof entityShape>;

const attachmentShape = z.object({
  contentType: maybe(z.string()),
  contentUrl: maybe(z.string()),
  name: maybe(z.string()),
  content: z.unknown().optional(),
});
export type Attachment = z.infer<typeof attachmentShape>;

const named = maybe(z.object({ id: maybeWord }));

export const activityShape = z.object({
  type: word,
  id: maybeWord,
  name: maybeWord,
  timestamp: maybeWord,
  serviceUrl: word,
  from: maybe(accountShape),
  recipient: maybe(accountShape),
  conversation: z.object({ id: word, conversationType: maybeWord, tenantId: maybeWord }),
  replyToId: maybeWord,
  text: maybe(z.string()),
  entities: manyOf(entityShape),
  attachments: manyOf(attachmentShape),
  value: z.unknown().optional(),
  /** Of an `installationUpdate`. */
  action: maybeWord,
  membersAdded: manyOf(accountShape),
  membersRemoved: manyOf(accountShape),
  channelData: maybe(z.object({ tenant: named, team: named, channel: named, eventType: maybeWord })),
});
export type Activity = z.infer<typeof activityShape>;

/** The value of `adaptiveCard/action`. @see https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model */
export const cardActionShape = z.object({
  action: z.object({ verb: maybeWord, data: object.nullish().catch(null) }),
});

/** The value of `task/fetch` and `task/submit`. */
export const dialogShape = z.object({ data: object });

/** The message that a message extension was called on, in the words of Microsoft Graph. */
const messagePayloadShape = z.object({
  id: word,
  body: z.object({ contentType: maybeWord, content: maybe(z.string()) }),
  from: maybe(z.object({ user: named })),
  attachments: manyOf(attachmentShape),
});
export type MessagePayload = z.infer<typeof messagePayloadShape>;

/** The value of `composeExtension/fetchTask` and `composeExtension/submitAction`. */
export const messageExtensionShape = z.object({ commandId: word, messagePayload: messagePayloadShape });
