/** What `doctor` can tell about Teams from the settings and from Microsoft; channels are in check-channels.ts. */
import type { DeskSettings } from '../../../src/municipality.js';
import type { SystemClock } from '../../../src/ports.js';
import { checkKeys } from './keys.js';
import { checkToken } from './token.js';
import { ok, problem, warning, type Check } from '../../../src/check.js';
import { isLoopbackHost } from '../service-url.js';
import type { TeamsSettings } from '../settings.js';

export interface TeamsChecksDeps {
  readonly settings: TeamsSettings;
  readonly desk: Pick<DeskSettings, 'home' | 'members' | 'manager'>;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly systemClock: SystemClock;
}

/** Names of this machine only, and addresses that no packet from outside ends at. */
const isOnlyHere = (hostname: string): boolean =>
  isLoopbackHost(hostname) || hostname === '[::]' || hostname === '0.0.0.0';

function checkAddress(publicUrl: string): Check {
  const { protocol, hostname } = new URL(publicUrl);
  const endpoint = `${publicUrl}/api/messages`;
  if (protocol === 'https:' && !isOnlyHere(hostname)) {
    return ok('Teams address', `the messaging endpoint of the Azure bot has to be ${endpoint}`);
  }
  return problem(
    'Teams address',
    `Teams cannot reach ${endpoint}; set PUBLIC_URL to the https address that leads to this service`,
  );
}

const objectId = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function checkPeople({ manager, members }: TeamsChecksDeps['desk']): Check {
  const others = [manager, ...members].filter((id) => !objectId.test(id));
  return others.length === 0
    ? ok('Teams people', 'desk.manager and desk.members look like object ids')
    : problem(
        'Teams people',
        `${others.join(', ')}: no object id of Entra ID; desk.manager and desk.members take ids such as 00000000-0000-0000-0000-000000000000`,
      );
}

const unauthenticated = (): Check =>
  warning(
    'Teams token check',
    'TEAMS_ALLOW_UNAUTHENTICATED is on, for trying out; leave it out for real use',
  );

/** Ends within seconds, whoever of Microsoft's is silent. */
export async function checkTeams(deps: TeamsChecksDeps): Promise<Check[]> {
  const { settings, desk, publicUrl, systemClock } = deps;
  const [token, keys] = await Promise.all([
    checkToken(settings, systemClock),
    checkKeys(settings.openIdMetadataUrl),
  ]);
  return [
    ...token,
    keys,
    checkAddress(publicUrl),
    ...(settings.allowUnauthenticated ? [unauthenticated()] : []),
    ...(desk.home === 'teams' ? [checkPeople(desk)] : []),
  ];
}
