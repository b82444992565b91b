/** Invokes: presses of Action.Execute, dialogs, and 「提案にする」 on a message (contract §5, Teams). */
import { directPlace } from '../../src/places.js';
import {
  cardActionShape,
  dialogShape,
  messageExtensionShape,
  type Activity,
  type MessagePayload,
} from './activity-shapes.js';
import { filesOf } from './attached-files.js';
import { personOf, sourceOf } from './conversation-id.js';
import { interactionKeys } from './envelope.js';
import { htmlToText } from './html-text.js';
import { readUse } from './read-control.js';
import { authorOf } from './read-message.js';
import { named, type NotUnderstood, type Reading } from './reading.js';

/** `commandId` of 「提案にする」 in the manifest. */
export const proposeCommand = 'propose-message';

export function readInvoke(activity: Activity): Reading {
  switch (activity.name) {
    case 'adaptiveCard/action':
      return readCardAction(activity);
    case 'task/fetch':
    case 'task/submit':
      return readDialog(activity);
    case 'composeExtension/fetchTask':
    case 'composeExtension/submitAction':
      return readMessageExtension(activity);
    default:
      return { kind: 'unknown-invoke', reason: `an invoke of name ${named(activity.name)}` };
  }
}

const notUnderstood = (awaits: NotUnderstood['awaits'], reason: string): NotUnderstood => ({
  kind: 'not-understood',
  awaits,
  reason,
});

function readCardAction(activity: Activity): Reading {
  const parsed = cardActionShape.safeParse(activity.value);
  const use =
    parsed.success &&
    readUse(activity, {
      verb: parsed.data.action.verb ?? null,
      data: parsed.data.action.data ?? {},
      awaits: 'card',
    });
  return use || notUnderstood('card', 'a press of something that is no control');
}

function readDialog(activity: Activity): Reading {
  const parsed = dialogShape.safeParse(activity.value);
  const use = parsed.success && readUse(activity, { verb: null, data: parsed.data.data, awaits: 'dialog' });
  return use || notUnderstood('dialog', 'a dialog of something that is no control');
}

/** The word may be anybody's and stand anywhere: what comes of it is said to the one who pressed, in direct messages. */
function readMessageExtension(activity: Activity): Reading {
  const parsed = messageExtensionShape.safeParse(activity.value);
  const author = authorOf(activity);
  if (!parsed.success || parsed.data.commandId !== proposeCommand || 'kind' in author)
    return notUnderstood('dialog', 'a message extension that is not ours');
  const { person } = author;
  const { messagePayload: message } = parsed.data;
  const source = sourceOf(activity.conversation, person);
  if (!source) return notUnderstood('dialog', 'a message in a conversation without an id');
  const place = directPlace(person);
  return {
    kind: 'word',
    ...interactionKeys(place, 'shortcut', source.id, message.id, activity.id ?? activity.timestamp ?? null),
    event: {
      kind: 'shortcut',
      place,
      person,
      messageId: message.id,
      text: wordsOf(message),
      files: filesOf(message.attachments),
      // Null: an app wrote it. The one who pressed hears so.
      author: personOf(message.from?.user?.id) ?? null,
      source,
    },
    awaits: 'dialog',
  };
}

const wordsOf = ({ body }: MessagePayload): string =>
  body.contentType === 'text' ? (body.content ?? '').trim() : htmlToText(body.content ?? '');
