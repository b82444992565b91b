import { directPlace, personId, type Place } from '../../src/places.js';

/**
 * The place of something that `user` did in a Slack channel. Direct messages (`D…`) are known by their person,
 * whatever id Slack gives them; an id of ours (`dm:…`) stays what it is.
 */
export const placeOf = (channel: string, user: string): Place =>
  channel.startsWith('D') ? directPlace(personId('slack', user)) : { platform: 'slack', id: channel };
