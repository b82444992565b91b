/**
 * What a card of ours says of itself in the data of its controls: which delivery it is and, when it stands in somebody's
 * chat because Teams shows nothing to one person only, which channel its words are about. What is pressed there goes on
 * with what was begun in that channel.
 */
import { isDirect, type Place } from '../../src/places.js';
import type { Post } from '../../src/ports.js';
import { channelPlace } from './conversation-id.js';

const pattern = /^(.+);in=(19:[^;]+)$/su;

export const cardReference = ({ key, place, onlyFor }: Pick<Post, 'key' | 'place' | 'onlyFor'>): string =>
  onlyFor === null || isDirect(place) ? key : `${key};in=${place.id}`;

/** The key of the delivery. */
export const keyIn = (reference: string): string => pattern.exec(reference)?.[1] ?? reference;

/** Undefined: its words are about the conversation that it stands in. */
export const channelIn = (reference: string | null): Place | undefined =>
  channelPlace(pattern.exec(reference ?? '')?.[2] ?? '');
