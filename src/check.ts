/** One thing that `doctor` looked at. Platforms and stores say it in the same form: one line each. */
export interface Check {
  readonly verdict: 'ok' | 'warning' | 'problem';
  readonly about: string;
  /** What is the case, and what to do about it. Never a secret, never what somebody wrote. */
  readonly says: string;
}

const judged =
  (verdict: Check['verdict']) =>
  (about: string, says: string): Check => ({ verdict, about, says });

export const ok = judged('ok');
/** It works, and somebody should know. */
export const warning = judged('warning');
/** It does not work until somebody does what is said. */
export const problem = judged('problem');
