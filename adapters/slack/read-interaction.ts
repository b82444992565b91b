/** Presses, submitted forms and the message shortcut (contract §5, Slack). */
import { z } from 'zod';
import { unsupported } from '../../src/bot/incoming-event.js';
import { directPlace, personId, type Place } from '../../src/places.js';
import { placeOf } from './inbound-place.js';
import { interactionKeys } from './envelope.js';
import { readText, type Names } from './incoming-text.js';
import { parseJsonObject } from '../../src/json-object.js';
import type { BlockActions, InputState, MessageAction, ViewSubmission } from './payload-shapes.js';
import { authorOf, filesOf } from './read-message.js';
import type { Reading } from './reading.js';

/** `callback_id` of 「提案にする」 in the manifest. */
export const proposeShortcut = 'propose-message';

/** Every input of a form has this `action_id`; its block is named like the field. */
export const inputActionId = 'value';

/** What a modal carries in `private_metadata`. */
export const formMetadataShape = z.object({
  target: z.string().min(1),
  /** Slack channel id, or the id of a place; null or left out: direct messages. */
  channel: z.string().nullish(),
});

export function readBlockActions(payload: BlockActions): Reading {
  const { user, container, channel } = payload;
  const [action] = payload.actions;
  // A control in a select carries both in its option: `intent|target`.
  const [intent, target] = action.selected_option?.value
    ? splitAtBar(action.selected_option.value)
    : [action.action_id, action.value];
  if (!intent || !target) return unsupported('a press of something that is no control');
  const channelId = channel?.id ?? container?.channel_id ?? null;
  const place = channelId === null ? ownPlace(user.id) : placeOf(channelId, user.id);
  const shownIn = container?.message_ts ?? container?.view_id ?? null;
  const teamId = payload.team?.id ?? user.team_id ?? null;
  return {
    kind: 'press',
    ...interactionKeys(place, 'press', teamId, user.id, shownIn, action.action_id, action.action_ts),
    event: { kind: 'action', place, person: personId('slack', user.id), intent, target },
    press: {
      user: user.id,
      triggerId: payload.trigger_id ?? null,
      responseUrl: payload.response_url ?? null,
      channel: channelId,
      messageTs: container?.message_ts ?? null,
    },
  };
}

export function readViewSubmission({ user, view }: ViewSubmission): Reading {
  const metadata = formMetadataShape.safeParse(parseJsonObject(view.private_metadata));
  if (!metadata.success) return unsupported('a form that is not ours');
  const { target, channel } = metadata.data;
  const place = channel ? placeOf(channel, user.id) : ownPlace(user.id);
  return {
    kind: 'submission',
    ...interactionKeys(place, 'form', view.id, view.hash ?? null),
    event: {
      kind: 'form',
      place,
      person: personId('slack', user.id),
      intent: view.callback_id,
      target,
      values: valuesOf(view),
    },
    inputs: (view.blocks ?? []).flatMap(({ type, block_id: id }) => (type === 'input' && id ? [id] : [])),
  };
}

/** The word may be anybody's and stand anywhere: what comes of it is said to the one who pressed, in direct messages. */
export function readMessageAction(payload: MessageAction, names: Names): Reading {
  const { user, channel, message } = payload;
  if (payload.callback_id !== proposeShortcut) return unsupported('a shortcut that is not ours');
  const author = authorOf(message, { ownUser: null });
  const place = ownPlace(user.id);
  const teamId = payload.team?.id ?? user.team_id ?? null;
  return {
    kind: 'word',
    ...interactionKeys(place, 'shortcut', teamId, user.id, channel.id, message.ts, payload.action_ts),
    event: {
      kind: 'shortcut',
      place,
      person: personId('slack', user.id),
      messageId: message.ts,
      text: readText(message.text ?? '', names),
      files: filesOf(message),
      // Null: an app wrote it. The one who pressed hears so.
      author: typeof author === 'string' ? personId('slack', author) : null,
      source: placeOf(channel.id, user.id),
    },
  };
}

const ownPlace = (user: string): Place => directPlace(personId('slack', user));

function splitAtBar(value: string): [before: string, after: string] {
  const bar = value.indexOf('|');
  return [value.slice(0, Math.max(bar, 0)), value.slice(bar + 1)];
}

const valuesOf = ({ state }: ViewSubmission['view']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(state.values).flatMap(([field, inputs]) => {
      const input = inputs[inputActionId];
      return input ? [[field, enteredIn(input)] as const] : [];
    }),
  );

/** An input that was left empty is null in all of them. */
const enteredIn = (input: InputState): string =>
  input.value ?? input.selected_option?.value ?? input.selected_date ?? input.selected_user ?? '';
