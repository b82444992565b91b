/** One line of `doctor` about Teams. */
export interface TeamsCheck {
  readonly verdict: 'ok' | 'warning' | 'problem';
  readonly about: string;
  /** What is the case, and what to do about it. */
  readonly says: string;
}

export const ok = (about: string, says: string): TeamsCheck => ({ verdict: 'ok', about, says });
export const warning = (about: string, says: string): TeamsCheck => ({ verdict: 'warning', about, says });
export const problem = (about: string, says: string): TeamsCheck => ({ verdict: 'problem', about, says });
