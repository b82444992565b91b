import { pino, type Level } from 'pino';
import type { Log } from '../../src/ports.js';

/** Errors are logged with code and cause, never with what a person wrote: messages of drivers can quote values. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error ? error.code : undefined;
  // Only the frames: a message of several lines may quote what somebody wrote.
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const stack = frames.slice(0, 6).join('\n');
  return { type: error.name, code, stack, ...(error.cause ? { cause: withoutValues(error.cause) } : {}) };
}

/** JSON lines on stdout; on a terminal only warnings and errors, which a person should see. */
export function createLog(level: Level | 'silent', terminal: boolean): Log {
  const logger = pino({
    level: terminal && level === 'info' ? 'warn' : level,
    base: { service: 'yamabiko', pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: withoutValues },
  });
  return {
    debug: (facts, message) => {
      logger.debug(facts, message);
    },
    info: (facts, message) => {
      logger.info(facts, message);
    },
    warn: (facts, message) => {
      logger.warn(facts, message);
    },
    error: (facts, message) => {
      logger.error(facts, message);
    },
  };
}
