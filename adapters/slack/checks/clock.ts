/** This machine's clock beside Slack's. Requests of Slack are refused from five minutes on (verify.ts). */
import type { SystemClock } from '../../../src/ports.js';
import { ok, problem, warning, type Check } from '../../../src/check.js';
import { checkTimeoutMs } from '../client.js';

const about = 'Slack clock';
const worthAWordSeconds = 60;
const refusedFromSeconds = 300;

/** Empty: nobody answers, which the check of the token says. `apiUrl`: base of the Web API; null: Slack's own. */
export async function checkClock(apiUrl: string | null, clock: SystemClock): Promise<Check[]> {
  const before = clock.now().getTime();
  const date = await dateOf(new URL('api.test', apiUrl ?? 'https://slack.com/api/'));
  if (date === null) return [];
  const here = (before + clock.now().getTime()) / 2;
  // Whole seconds: the answer was given in the middle of one, on average.
  return [judge(Math.round((here - Date.parse(date) - 500) / 1_000))];
}

function judge(aheadSeconds: number): Check {
  if (Number.isNaN(aheadSeconds))
    return warning(about, 'Slack did not say what time it is; check NTP yourself');
  const skew = Math.abs(aheadSeconds);
  const differs = `this machine is ${skew} s ${aheadSeconds > 0 ? 'ahead of' : 'behind'} Slack; synchronise its clock (NTP)`;
  if (skew > refusedFromSeconds)
    return problem(about, `${differs}: nothing that Slack sends is accepted now`);
  return skew > worthAWordSeconds ? warning(about, differs) : ok(about, 'agrees with Slack');
}

/** The `Date` of any answer, also of a refusal; empty: there is none. */
async function dateOf(url: URL): Promise<string | null> {
  try {
    const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(checkTimeoutMs) });
    await response.body?.cancel();
    return response.headers.get('date') ?? '';
  } catch {
    return null;
  }
}
