/** From what Teams sent, verified and of whatever shape, to what it means for us. */
import { activityShape, type Activity } from './activity-shapes.js';
import { unsupported } from '../../src/bot/incoming-event.js';
import { isObject, type JsonObject } from '../../src/json-object.js';
import { readUse } from './read-control.js';
import { readInvoke } from './read-invoke.js';
import { readDeletion, readMessage, readUpdate } from './read-message.js';
import { readConversationUpdate, readInstallation, referenceIn } from './read-reference.js';
import { named, type NewReference, type Reading } from './reading.js';

export interface ReadActivity {
  readonly reading: Reading;
  /** How the place is reached that it came from; null: it does not say, or the bot is not there. */
  readonly reference: NewReference | null;
}

/** Never throws: what is not understood is `unsupported`, with a reason that holds nobody's words. */
export function readActivity(payload: JsonObject): ReadActivity {
  const parsed = activityShape.safeParse(payload);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    const reason = `an activity of another shape: ${where}`;
    const isInvoke = payload.type === 'invoke';
    return { reading: isInvoke ? { kind: 'unknown-invoke', reason } : unsupported(reason), reference: null };
  }
  const activity = parsed.data;
  // A message extension is called in conversations that the bot is no part of.
  const isElsewhere = activity.name?.startsWith('composeExtension/') === true;
  return { reading: readByType(activity), reference: isElsewhere ? null : referenceIn(activity) };
}

function readByType(activity: Activity): Reading {
  switch (activity.type) {
    case 'message':
      return isPress(activity) ? readSubmit(activity) : readMessage(activity);
    case 'messageUpdate':
      return readUpdate(activity);
    case 'messageDelete':
      return readDeletion(activity);
    case 'invoke':
      return readInvoke(activity);
    case 'installationUpdate':
      return readInstallation(activity);
    case 'conversationUpdate':
      return readConversationUpdate(activity);
    default:
      return unsupported(`an activity of type ${named(activity.type)}`);
  }
}

/** Action.Submit, where Teams does not know Action.Execute: a message without words. */
const isPress = ({ value, text }: Activity): boolean => isObject(value) && !text?.trim();

const readSubmit = (activity: Activity): Reading =>
  (isObject(activity.value) && readUse(activity, { verb: null, data: activity.value, awaits: 'nothing' })) ||
  unsupported('a press of something that is no control');
