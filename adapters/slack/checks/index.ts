/** What `doctor` asks Slack: the token, the app, the channels and people of municipality.yaml. It only reads. */
import type { WebClient } from '@slack/web-api';
import type { Check } from '../../../src/check.js';
import type { DeskSettings } from '../../../src/municipality.js';
import type { SystemClock } from '../../../src/ports.js';
import { createCheckingClient } from '../client.js';
import type { SlackSettings } from '../settings.js';
import { checkAddress } from './address.js';
import { checkChannel, type NamedChannel } from './channel.js';
import { checkClock } from './clock.js';
import { checkPeople } from './people.js';
import { checkToken } from './token.js';

export interface SlackCheckDeps {
  readonly settings: SlackSettings;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Null: the desk is at home on another platform. */
  readonly desk: Pick<DeskSettings, 'channel' | 'members' | 'manager'> | null;
  readonly digestChannels: readonly string[];
  readonly systemClock: SystemClock;
}

/** Never rejects. Ends within seconds when Slack does not answer: two deadlines of client.ts, one after the other. */
export async function checkSlack(deps: SlackCheckDeps): Promise<Check[]> {
  const client = createCheckingClient(deps.settings);
  const [token, clock] = await Promise.all([
    checkToken(client, deps.settings.botToken),
    checkClock(deps.settings.apiUrl, deps.systemClock),
  ]);
  const places = token.teamId === null ? [] : await checkTown(client, deps, token.teamId);
  return [...token.checks, ...clock, checkAddress(deps.publicUrl), ...places];
}

async function checkTown(client: WebClient, deps: SlackCheckDeps, teamId: string): Promise<Check[]> {
  const { desk } = deps;
  const people = desk ? [...new Set([desk.manager, ...desk.members])] : [];
  const [channels, persons] = await Promise.all([
    Promise.all(channelsOf(deps).map((channel) => checkChannel(client, channel))),
    checkPeople(client, people, teamId),
  ]);
  return [...channels, ...persons];
}

/** Each once, as what shows more: a digest in the desk's channel is no second channel. */
function channelsOf({ desk, digestChannels }: SlackCheckDeps): NamedChannel[] {
  const others = [...new Set(digestChannels)].filter((id) => id !== desk?.channel);
  return [...(desk ? [deskChannel(desk)] : []), ...others.map(digestChannel)];
}

const deskChannel = ({ channel, members }: NonNullable<SlackCheckDeps['desk']>): NamedChannel => ({
  id: channel,
  use: 'desk',
  strangersMay:
    members.length === 0
      ? 'read every card with its names, and may answer, as desk.members is empty'
      : 'read every card with its names',
});

const digestChannel = (id: string): NamedChannel => ({
  id,
  use: 'digest',
  strangersMay: 'read the headlines and numbers of the digest',
});
