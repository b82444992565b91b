/** Whether Microsoft gives us a token, and whether its clock and ours agree. */
import { z } from 'zod';
import type { SystemClock } from '../../../src/ports.js';
import { askMicrosoft, type Answer } from './ask-microsoft.js';
import { ok, problem, warning, type Check } from '../../../src/check.js';
import { tokenRequestOf } from '../credentials.js';

type App = Parameters<typeof tokenRequestOf>[0];

/**
 * What to do about a refusal. Microsoft says that codes may change, so that an unknown one is only shown.
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const advice: Readonly<Record<number, string>> = {
  7000215: 'the secret is wrong; TEAMS_APP_PASSWORD takes the value of a client secret, not its id',
  7000222: 'the secret has expired; make a new one and put its value into TEAMS_APP_PASSWORD',
  90002: 'there is no such tenant; check TEAMS_TENANT_ID',
  900023: 'TEAMS_TENANT_ID is not the id of a tenant; copy the directory (tenant) id',
  700016: 'the app is not in this tenant; check TEAMS_APP_ID and TEAMS_TENANT_ID',
  7000229: 'the app has no service principal in this tenant; register it as a single-tenant app there',
  7000112: 'the app is disabled in this tenant; an administrator can enable it under Enterprise applications',
  53003: 'a Conditional Access policy keeps the app out; except it, or name this machine’s address in it',
};

const tokenShape = z.object({ access_token: z.string().min(1) });
const refusalShape = z.object({
  error: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .catch('no reason'),
  error_codes: z.array(z.number()).catch([]),
});

function refusal(status: number, body: unknown): Check {
  const { error, error_codes: codes } = refusalShape
    .catch({ error: 'no reason', error_codes: [] })
    .parse(body);
  const known = codes.find((code) => advice[code] !== undefined);
  if (known !== undefined) return problem('Teams token', `${advice[known]} (AADSTS${known})`);
  const what = codes.length > 0 ? `AADSTS${codes.join(', ')}` : `HTTP ${status}, ${error}`;
  return problem(
    'Teams token',
    `Microsoft gives none (${what}); check the three variables TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID`,
  );
}

function tokenCheck(answer: Answer): Check {
  if (answer.kind === 'unreachable') {
    return problem(
      'Teams token',
      `${answer.reason}; this machine has to reach login.microsoftonline.com (or TEAMS_TOKEN_URL) by HTTPS`,
    );
  }
  if (answer.status >= 500) {
    return problem('Teams token', `Microsoft answers HTTP ${answer.status}; try again in a few minutes`);
  }
  return answer.status === 200 && tokenShape.safeParse(answer.body).success
    ? ok('Teams token', 'the id and the secret are good in this tenant')
    : refusal(answer.status, answer.body);
}

/** Tokens are taken up to 300 s too early or too late; from then on every message of Teams is refused. */
const mostSkewSeconds = 300;
const skewToMindSeconds = 60;

function clockCheck(at: Date, ours: Date): Check {
  const seconds = Math.round(Math.abs(ours.getTime() - at.getTime()) / 1_000);
  const says = `differs from Microsoft's by ${seconds} s`;
  if (seconds > mostSkewSeconds) {
    return problem('Teams clock', `${says}; tokens are refused, synchronise the clock`);
  }
  return seconds > skewToMindSeconds
    ? warning(
        'Teams clock',
        `${says}; synchronise the clock, from ${mostSkewSeconds} s on tokens are refused`,
      )
    : ok('Teams clock', 'agrees with Microsoft’s');
}

/** The token itself is thrown away. */
export async function checkToken(app: App, systemClock: SystemClock): Promise<Check[]> {
  const { url, form } = tokenRequestOf(app);
  const answer = await askMicrosoft(url, form);
  const at = answer.kind === 'answered' ? answer.at : null;
  return [tokenCheck(answer), ...(at === null ? [] : [clockCheck(at, systemClock.now())])];
}
