import { describe, expect, it } from '@jest/globals';
import { cardReference, channelIn, keyIn } from '../../../adapters/teams/card-reference.js';
import { deskId, suzukiId } from './teams-payloads.js';

const suzuki = `teams:${suzukiId}`;
const inDesk = { key: 'd-1', place: { platform: 'teams', id: deskId }, onlyFor: suzuki } as const;
const inChat = { ...inDesk, place: { platform: 'teams', id: `dm:${suzukiId}` } } as const;

describe('what a card says of itself', () => {
  it('is its delivery', () => {
    expect(cardReference({ ...inDesk, onlyFor: null })).toBe('d-1');
    expect(cardReference(inChat)).toBe('d-1');
    expect(keyIn('d-1')).toBe('d-1');
    expect(channelIn('d-1')).toBeUndefined();
    expect(channelIn(null)).toBeUndefined();
  });

  it('is also the channel, where words about a channel stand in somebody’s chat', () => {
    const reference = cardReference(inDesk);

    expect(keyIn(reference)).toBe('d-1');
    expect(channelIn(reference)).toEqual(inDesk.place);
  });

  it.each(['d-1;in=dm:somebody', 'd-1;in=', 'd-1;in=19:a b', 'd-1;in=19:a;messageid=1'])(
    'names no channel that is none (%s)',
    (made) => {
      expect(channelIn(made)).toBeUndefined();
    },
  );
});
