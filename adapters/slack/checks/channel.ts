/** Whether the bot can work in a channel that municipality.yaml names, and who else reads it there. */
import type { ConversationsInfoResponse, WebClient } from '@slack/web-api';
import { ok, problem, warning, type Check } from '../../../src/check.js';
import { ask, unseen, type Unanswered } from './ask.js';

export interface NamedChannel {
  readonly id: string;
  readonly use: 'desk' | 'digest';
  /** What people of another organisation could do there. */
  readonly strangersMay: string;
}

const invite = 'write /invite @yamabiko (or as the bot is called) in it';

export async function checkChannel(client: WebClient, named: NamedChannel): Promise<Check> {
  const answer = await ask(() => client.conversations.info({ channel: named.id }));
  return answer.kind === 'told' ? judge(named, answer.value.channel ?? {}) : whyUnseen(named, answer);
}

type Channel = NonNullable<ConversationsInfoResponse['channel']>;

/** What has to be done first. */
function judge(named: NamedChannel, channel: Channel): Check {
  const about = aboutOf(named);
  const called = channel.name === undefined ? named.id : `${named.id} (#${channel.name})`;
  if (channel.is_archived === true) {
    return problem(about, `${called} is archived; unarchive it, or name another in municipality.yaml`);
  }
  if (!isInside(channel)) return problem(about, `the bot is not a member of ${called}; ${invite}`);
  const sharing = sharingOf(channel, named.strangersMay);
  return sharing === null
    ? ok(about, `the bot is a member of ${called}`)
    : warning(about, `${called} ${sharing}`);
}

/** A private channel does not show itself to a bot that is outside. */
const isInside = ({ is_member, is_private }: Channel): boolean => is_member ?? is_private ?? false;

function sharingOf(channel: Channel, strangersMay: string): string | null {
  const instead = 'use a channel of your own if that is not meant';
  if (channel.is_ext_shared === true) {
    return `is shared with another organisation (Slack Connect), whose people ${strangersMay}; ${instead}`;
  }
  if (channel.is_pending_ext_shared === true) {
    return `is about to be shared with another organisation: once it accepts, its people ${strangersMay}; withdraw the invitation if that is not meant`;
  }
  if (channel.is_org_shared === true || channel.is_shared === true) {
    return `is shared with another workspace of your organisation, whose people ${strangersMay}; ${instead}`;
  }
  return null;
}

/** Also the answer about a private channel that the bot is not in. */
const unknownChannel = 'channel_not_found';

function whyUnseen(named: NamedChannel, answer: Unanswered): Check {
  return answer.kind === 'refused' && answer.word === unknownChannel
    ? problem(
        aboutOf(named),
        `Slack does not show ${named.id} to the bot; if it is private, ${invite}; otherwise check the id (C…) in municipality.yaml`,
      )
    : unseen(aboutOf(named), named.id, answer);
}

const aboutOf = ({ use }: NamedChannel): string => `Slack ${use} channel`;
