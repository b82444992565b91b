/** The second try of a message, in the form that its failure asks for (facts/teams.md §8). */
import { isDirect } from '../../src/places.js';
import type { Log } from '../../src/ports.js';
import type { Aim } from './deliver.js';
import type { Failure } from './errors.js';
import { limits } from './limits.js';
import type { Reach } from './reach.js';
import type { TeamsSettings } from './settings.js';

/** Microsoft's address of the API for government tenants, who are refused on the usual one. */
const publicGovernmentUrl = 'https://smba.infra.gcc.teams.microsoft.com/gcc/';

/** An installation that names its service URLs sends its token to no other. */
export const governmentUrlOf = ({ serviceUrls }: Pick<TeamsSettings, 'serviceUrls'>): string | null =>
  serviceUrls === null ? publicGovernmentUrl : null;

export interface RemediesDeps {
  readonly reach: Reach;
  readonly log: Log;
  /** See `governmentUrlOf`. */
  readonly governmentUrl: string | null;
}

/** Undefined: there is none. @throws what the connector throws; nothing of the message left then. */
export type FindRemedy = (aim: Aim, failure: Failure) => Promise<Aim | undefined>;

/** So many times one message may fail in the same way. */
export const mostTries = (kind: Failure['kind']): number => (kind === 'too-large' ? 3 : 1);

export function createRemedies({ reach, log, governmentUrl }: RemediesDeps): FindRemedy {
  /** A chat is opened again; what hung on a message in a channel becomes a thread of its own. */
  const elsewhere = async (aim: Aim): Promise<Aim | undefined> => {
    const { post, place } = aim;
    if (isDirect(place)) return { ...aim, at: await reach.reopen(place, aim.at) };
    const hangs = post.replyTo !== null || post.updates !== null;
    if (hangs) return { ...aim, post: { ...post, replyTo: null, updates: null } };
    await reach.forget(place);
    const at = await reach.find(place);
    return at && { ...aim, at };
  };

  const onGovernmentHost = async (aim: Aim): Promise<Aim | undefined> => {
    if (governmentUrl === null) return undefined;
    const at = { ...aim.at, serviceUrl: governmentUrl };
    await reach.remember(at);
    return { ...aim, at };
  };

  return async (aim, failure) => {
    const { post, maxBytes } = aim;
    switch (failure.kind) {
      case 'not-updatable':
        return { ...aim, post: { ...post, updates: null } };
      case 'conversation-gone':
        return elsewhere(aim);
      case 'wrong-host':
        return onGovernmentHost(aim);
      case 'too-large':
        return maxBytes / 2 < limits.smallestActivityBytes ? undefined : { ...aim, maxBytes: maxBytes / 2 };
      case 'our-bug': {
        // Our own mistake must not cost a word: it goes out bare, and somebody is told.
        const facts = { delivery: post.key, reason: failure.reason };
        log.error(facts, 'Teams did not take the form of a message; it goes as plain text');
        return { ...aim, plain: true };
      }
      default:
        return undefined;
    }
  };
}
