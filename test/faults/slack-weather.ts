/** What a bad day of Slack does to our calls, and what it sees of us meanwhile. */
import type { FakeSlack, Fault } from '../fakes/slack-api/fake-slack.js';

export interface Weather {
  /** Messages answered with 429. */
  limited: number;
  /** Messages answered with 500: half of them after they were posted. */
  failed: number;
  /** Messages posted whose answer never came. */
  lost: number;
  /** Look-ups answered with 429. */
  lookUpsLimited: number;
}

type Call = Pick<FakeSlack['calls'][number], 'method' | 'args'>;

const isWrite = ({ method }: Call): boolean => ['chat.postMessage', 'chat.update'].includes(method);

/** What is read with its metadata is looked through for our marks. */
const isLookUp = ({ method, args }: Call): boolean =>
  method.startsWith('conversations.') && args['include_all_metadata'] === 'true';

function faultOfWrite(dice: number, weather: Weather): Fault | null {
  if (dice < 0.1) {
    weather.limited += 1;
    return { kind: 'rate-limited', retryAfterSeconds: dice < 0.05 ? 1 : 2 };
  }
  if (dice < 0.2) {
    weather.failed += 1;
    return { kind: 'http', status: 500, done: dice < 0.15 };
  }
  if (dice >= 0.24) return null;
  weather.lost += 1;
  return { kind: 'reply-lost' };
}

function faultOfLookUp(dice: number, weather: Weather): Fault | null {
  if (dice >= 0.1) return null;
  weather.lookUpsLimited += 1;
  return { kind: 'rate-limited', retryAfterSeconds: 1 };
}

/** Of our messages a tenth meets 429, a tenth 500, 4 % arrive unanswered; of our look-ups a tenth meets 429. */
export function bringBadWeather(slack: FakeSlack, random: () => number): Weather {
  const weather: Weather = { limited: 0, failed: 0, lost: 0, lookUpsLimited: 0 };
  slack.faultOf = (method, args) => {
    if (isWrite({ method, args })) return faultOfWrite(random(), weather);
    return isLookUp({ method, args }) ? faultOfLookUp(random(), weather) : null;
  };
  return weather;
}

/** How often we asked whether a message had arrived. */
export const lookUpsIn = ({ calls }: FakeSlack): number => calls.filter(isLookUp).length;

/** The shortest time between two tries to write into one channel, whatever became of them. */
export function shortestGapMs({ calls }: FakeSlack): number {
  const last = new Map<unknown, number>();
  let shortest = Infinity;
  for (const { args, at } of calls.filter(isWrite)) {
    shortest = Math.min(shortest, at - (last.get(args['channel']) ?? -Infinity));
    last.set(args['channel'], at);
  }
  return shortest;
}
