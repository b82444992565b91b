import { describe, expect, it } from '@jest/globals';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createBotDoor } from '../../../adapters/teams/bot-door.js';
import { StoreUnavailable } from '../../../src/errors.js';
import { appId, serviceUrl, tenantId } from './teams-payloads.js';

const authentication = () =>
  new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppId: appId,
    MicrosoftAppPassword: 'secret',
    MicrosoftAppTenantId: tenantId,
  });

/** The library as it is when it cannot make a turn of an activity. */
class Broken extends ConfigurationBotFrameworkAuthentication {
  override createUserTokenClient(): never {
    throw new TypeError('broken');
  }
}

const turn = { type: 'message', serviceUrl };

describe('the door of botbuilder', () => {
  it('gives back what was done in a turn', async () => {
    const door = createBotDoor(authentication(), appId);

    expect(await door(turn, () => Promise.resolve('stored'))).toBe('stored');
    expect(await door({ ...turn, type: 'invoke' }, () => Promise.resolve(null))).toBeNull();
  });

  it('lets a failure through as it is, not as the text that the library makes of it', async () => {
    const door = createBotDoor(authentication(), appId);
    const away = new StoreUnavailable('away');

    await expect(door(turn, () => Promise.reject(away))).rejects.toBe(away);
  });

  it('says when nothing was done', async () => {
    const door = createBotDoor(new Broken({ MicrosoftAppId: appId, MicrosoftAppPassword: 'secret' }), appId);
    let isDone = false;
    const work = () => {
      isDone = true;
      return Promise.resolve();
    };

    await expect(door(turn, work)).rejects.toThrow('broken');
    expect(isDone).toBe(false);
  });
});
