import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../../src/ports.js';

/** What Bolt says at `debug` and `info` holds bodies, and so people's words: it goes nowhere. */
export const createBoltLog = (log: Log): Logger => ({
  debug: () => undefined,
  info: () => undefined,
  warn: (...says) => {
    log.warn({ says: wordsOf(says) }, 'Bolt warns');
  },
  error: (...says) => {
    log.warn({ says: wordsOf(says) }, 'Bolt reports an error');
  },
  setLevel: () => undefined,
  getLevel: () => LogLevel.WARN,
  setName: () => undefined,
});

const wordsOf = ([first]: readonly unknown[]): string =>
  typeof first === 'string' ? first.slice(0, 200) : 'an error without words';
