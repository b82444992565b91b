/** How a place is reached, and when the bot came to it or went: nobody can be asked for it later (facts §9). */
import { unsupported } from '../../src/bot/incoming-event.js';
import type { PersonId, Place } from '../../src/places.js';
import type { Account, Activity } from './activity-shapes.js';
import { channelPlace, isPersonal, partsOf, personOf, placeOf } from './conversation-id.js';
import { named, type NewReference, type Reading } from './reading.js';
import { normaliseServiceUrl } from './service-url.js';

/** Whose direct messages these are: whoever wrote, or the one who is in it besides the bot. */
const personIn = ({ from, membersAdded }: Activity): Account | undefined =>
  [from, ...membersAdded].find((account) => account?.aadObjectId) ?? undefined;

/** Null: it does not say enough to write there. */
export function referenceIn(activity: Activity): NewReference | null {
  const { conversation, recipient, channelData } = activity;
  const tenantId = conversation.tenantId ?? channelData?.tenant?.id;
  const serviceUrl = normaliseServiceUrl(activity.serviceUrl);
  const account = personIn(activity);
  const place = placeFor(activity, personOf(account?.aadObjectId));
  if (!place || !recipient || !tenantId || serviceUrl === undefined) return null;
  const user = isPersonal(conversation) && account;
  return {
    place,
    conversationId: partsOf(conversation.id).channel,
    serviceUrl,
    tenantId,
    botId: recipient.id,
    user: user ? { accountId: user.id, name: user.name ?? '' } : null,
  };
}

function placeFor({ conversation }: Activity, person: PersonId | undefined): Place | undefined {
  if (person) return placeOf(conversation, person);
  return isPersonal(conversation) ? undefined : channelPlace(conversation.id);
}

const placesOf = (ids: readonly (string | null | undefined)[]): Place[] => {
  const places = ids.flatMap((id) => (id ? [channelPlace(id)] : []));
  return places.filter((place) => place !== undefined);
};

/** Everything of the conversation that is named: a team is known by its first channel. */
function placesIn(activity: Activity): Place[] {
  const { conversation, channelData } = activity;
  if (!isPersonal(conversation))
    return placesOf([conversation.id, channelData?.channel?.id, channelData?.team?.id]);
  const place = placeFor(activity, personOf(personIn(activity)?.aadObjectId));
  return place ? [place] : [];
}

const known = (activity: Activity): Reading => {
  const reference = referenceIn(activity);
  return reference
    ? { kind: 'place-known', reference }
    : unsupported('a place that does not say how it is reached');
};

/** @see https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events */
export function readInstallation(activity: Activity): Reading {
  switch (activity.action) {
    case 'add':
    case 'add-upgrade':
      return known(activity);
    case 'remove':
    case 'remove-upgrade':
      return { kind: 'places-left', places: placesIn(activity) };
    default:
      return unsupported(`an installation of kind ${named(activity.action)}`);
  }
}

/** Of more than a dozen kinds, also to come; each of them comes from where the bot is, unless it was taken out. */
export function readConversationUpdate(activity: Activity): Reading {
  const { membersRemoved, recipient, channelData } = activity;
  if (membersRemoved.some(({ id }) => id === recipient?.id))
    return { kind: 'places-left', places: placesIn(activity) };
  switch (channelData?.eventType) {
    case 'channelDeleted':
      return { kind: 'places-left', places: placesOf([channelData.channel?.id]) };
    case 'teamDeleted':
    case 'teamHardDeleted':
      return { kind: 'places-left', places: placesIn(activity) };
    default:
      return known(activity);
  }
}
