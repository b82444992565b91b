/** What one installation of the Slack app is run with. The same shape as in config/environment.ts. */
export interface SlackSettings {
  readonly signingSecret: string;
  readonly botToken: string;
  /** Base of the Web API, ends with a slash; null: Slack's own. */
  readonly apiUrl: string | null;
}

/** Who we are on Slack, as `auth.test` told. Learnt after the start: events do not wait for it. */
export interface SlackIdentity {
  readonly teamId: string;
  readonly botId: string;
  readonly botUserId: string;
}
