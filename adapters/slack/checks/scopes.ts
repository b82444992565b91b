/** What was granted beside what the manifest asks for. Slack names it with every answer. */
import { ok, problem, warning, type Check } from '../../../src/check.js';
import { neededScopes } from '../manifest.js';

const about = 'Slack scopes';
const repair = 'paste what `yamabiko manifest slack` prints into the page App Manifest, then install again';

/** Undefined: something on the way took the header `x-oauth-scopes` out. */
export function checkScopes(granted: readonly string[] | undefined): Check[] {
  if (!granted) return [warning(about, 'Slack did not say which were granted; compare with docs/slack.md')];
  const needed: readonly string[] = neededScopes;
  const missing = needed.filter((scope) => !granted.includes(scope));
  const needless = granted.filter((scope) => !needed.includes(scope));
  return [
    missing.length === 0
      ? ok(about, 'everything that the bot needs is granted')
      : problem(about, `missing: ${missing.join(', ')}; ${repair}`),
    ...(needless.length === 0
      ? []
      : [warning(about, `granted and never used: ${needless.join(', ')}; ${repair}`)]),
  ];
}
