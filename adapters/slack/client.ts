/** Our own clients of the Web API: no retries inside (they belong to the outbox), and a deadline on everything. */
import { LogLevel, WebClient } from '@slack/web-api';
import type { SlackSettings } from './settings.js';

/** A message is given up after this; whether it arrived is then looked up. */
const postTimeoutMs = 10_000;
/** A trigger lives for three seconds: a form that comes later is of no use. */
const viewTimeoutMs = 2_500;
/** `doctor` asks in two rounds: whoever waits for it sees the end within seconds. */
export const checkTimeoutMs = 4_000;

function createClient({ botToken, apiUrl }: SlackSettings, timeout: number): WebClient {
  return new WebClient(botToken, {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    // Its log would quote what people wrote.
    logLevel: LogLevel.ERROR,
  });
}

export interface SlackClients {
  readonly post: WebClient;
  /** Apart, so that a form never waits behind messages. */
  readonly views: WebClient;
}

export const createClients = (settings: SlackSettings): SlackClients => ({
  post: createClient(settings, postTimeoutMs),
  views: createClient(settings, viewTimeoutMs),
});

export const createCheckingClient = (settings: SlackSettings): WebClient =>
  createClient(settings, checkTimeoutMs);
