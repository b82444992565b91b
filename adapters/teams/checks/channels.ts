/** Whether the service has learnt how Teams is reached, and whether the app is in the channels that are configured. */
import type { ConversationReference, ConversationReferences } from '../../../src/ports.js';
import { ok, problem, warning, type Check } from '../../../src/check.js';

export type Membership =
  /** Teams tells us who is in it, and does so only to an app that is in it too. */
  | { readonly kind: 'inside' }
  | { readonly kind: 'outside' }
  /** Neither yes nor no. */
  | { readonly kind: 'unclear'; readonly reason: string };

export interface ChannelChecksDeps {
  readonly references: Pick<ConversationReferences, 'latestOn'>;
  /** Of the desk, if it lives on Teams, and of the digest. Each once. */
  readonly channels: readonly string[];
  /** Asks the connector, at the address of `reference`. Never rejects, and gives up within seconds. */
  readonly askMembership: (channel: string, reference: ConversationReference) => Promise<Membership>;
}

/** `@thread.skype`: channels that are older than 2019. */
const channelId = /^19:[^\s;@]+@thread\.(tacv2|skype)$/;

const about = 'Teams channel';
const howToAdd = 'add the app to its team (in a private or shared channel: to the channel too)';

function unusable(channel: string): Check {
  const why = channel.includes(';messageid=')
    ? 'is a thread of a channel; leave out what stands from ;messageid= on'
    : 'is no channel id such as 19:…@thread.tacv2; it stands in the link to the channel (docs/teams.md)';
  return problem(about, `${channel}: ${why}`);
}

function memberCheck(channel: string, membership: Membership): Check {
  switch (membership.kind) {
    case 'inside':
      return ok(about, `${channel}: the app is in its team`);
    case 'outside':
      return problem(about, `${channel}: the app is not in its team; ${howToAdd}`);
    case 'unclear':
      return warning(about, `${channel}: it cannot be told whether the app is there (${membership.reason})`);
  }
}

const notMet = (): Check =>
  warning(
    'Teams contact',
    'Teams has told nothing yet, so nothing can be sent and follow-ups wait; add the app to the desk’s team while the service runs, or write to the bot',
  );

export async function checkChannels(deps: ChannelChecksDeps): Promise<Check[]> {
  const { references, channels, askMembership } = deps;
  const reference = await references.latestOn('teams');
  const contact = reference
    ? ok(
        'Teams contact',
        `last heard on ${reference.seenAt.toISOString()}, by way of ${reference.serviceUrl}`,
      )
    : notMet();
  const asked = channels.map(async (channel) => {
    if (!channelId.test(channel)) return unusable(channel);
    return reference
      ? memberCheck(channel, await askMembership(channel, reference))
      : warning(about, `${channel}: not asked, as long as Teams has told nothing`);
  });
  return [contact, ...(await Promise.all(asked))];
}
