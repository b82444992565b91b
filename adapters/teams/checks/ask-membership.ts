/** Whether the app is in a channel's team: Teams says who is there to an app that is there too, and to no other. */
import type { SystemClock } from '../../../src/ports.js';
import { patienceMs } from './ask-microsoft.js';
import { createBotAuthentication } from '../bot-authentication.js';
import type { ChannelChecksDeps, Membership } from './channels.js';
import { createConnector } from '../connector.js';
import { createTokens } from '../credentials.js';
import { classify, failureReason } from '../errors.js';
import type { TeamsSettings } from '../settings.js';

function membershipAfter(error: unknown): Membership {
  switch (classify(error).kind) {
    case 'not-installed':
    case 'conversation-gone':
      return { kind: 'outside' };
    default:
      return { kind: 'unclear', reason: failureReason(error) };
  }
}

export function createMembershipAsker(
  settings: TeamsSettings,
  systemClock: SystemClock,
): ChannelChecksDeps['askMembership'] {
  const tokens = createTokens({ settings, systemClock, timeoutMs: patienceMs });
  const { appId } = settings;
  const authentication = createBotAuthentication({ appId, tokens, timeoutMs: patienceMs });
  const connector = createConnector({ authentication, appId, tokens });
  return async (channel, reference) => {
    try {
      await connector.members({ ...reference, conversationId: channel });
      return { kind: 'inside' };
    } catch (error) {
      return membershipAfter(error);
    }
  };
}
