/** The one way in: an event becomes what has to be written. Reads and computes; the transaction is the caller's (design §4, Turn). */
import { isDirect, placeKey } from '../places.js';
import type { InboxRow } from '../ports.js';
import { deskPlace } from '../town.js';
import { followEdit } from '../use-cases/follow-edits.js';
import { proposeMessage } from '../use-cases/propose-message.js';
import type { Changes } from './changes.js';
import { handleDeskText } from './handle-desk-text.js';
import { handleIntent } from './handle-intent.js';
import { handleText } from './handle-text.js';
import type { EventOf, IncomingEvent } from './incoming-event.js';
import { nothing, openScene, toChanges, type Effects, type Scene, type TurnPorts } from './scene.js';

export type TurnOutcome =
  | { kind: 'changes'; changes: Changes }
  /** An edit or a deletion came before its message: it waits for it. */
  | { kind: 'too-early' };

async function handleMessage(scene: Scene, event: EventOf<'message'>): Promise<Effects> {
  if (isDirect(event.place)) return handleText(scene, event);
  const inDesk = placeKey(event.place) === placeKey(deskPlace(scene.telling.town));
  return inDesk ? handleDeskText(scene, event) : nothing;
}

/** An edit whose message never came is the message itself: its words must not be lost. */
async function handleRevision(
  scene: Scene,
  event: EventOf<'edit'> | EventOf<'delete'>,
  patience: boolean,
): Promise<Effects | 'too-early'> {
  const outcome = await followEdit(scene, event);
  if (outcome.kind === 'followed') return outcome.effects;
  // In a channel only what was made a proposal is ours to follow.
  if (!isDirect(event.place)) return nothing;
  if (patience) return 'too-early';
  return event.kind === 'edit'
    ? handleText(scene, { ...event, kind: 'message', replyTo: null, files: [] })
    : nothing;
}

async function effectsOf(
  scene: Scene,
  event: IncomingEvent,
  patience: boolean,
): Promise<Effects | 'too-early'> {
  switch (event.kind) {
    case 'message':
      return handleMessage(scene, event);
    case 'edit':
    case 'delete':
      return handleRevision(scene, event, patience);
    case 'action':
      return handleIntent(scene, { ...event, values: null });
    case 'form':
      return handleIntent(scene, event);
    case 'shortcut':
      return proposeMessage(scene, event);
  }
}

/** `patience`: whether an edit may still wait for its message. */
export async function handleEvent(
  ports: TurnPorts,
  row: InboxRow,
  event: IncomingEvent,
  patience: boolean,
): Promise<TurnOutcome> {
  const scene = await openScene(ports, row, event);
  const effects = await effectsOf(scene, event, patience);
  return effects === 'too-early'
    ? { kind: 'too-early' }
    : { kind: 'changes', changes: toChanges(scene, effects) };
}
