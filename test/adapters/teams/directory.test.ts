import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDirectory, type DirectoryDeps } from '../../../adapters/teams/directory.js';
import type { Directory } from '../../../src/ports.js';
import { deskChannel, people, type TownPerson } from '../../fakes/teams-api/town-on-teams.js';
import { chatReference, startTeams, type TeamsInATest } from './teams-in-a-test.js';

let teams: TeamsInATest;
beforeEach(async () => {
  teams = await startTeams();
});
afterEach(() => teams.close());

const { suzuki, tanaka, manager, sato } = people;
const usualDesk = { home: 'teams', channel: deskChannel, members: [], manager: manager.user } as const;

const directoryOf = (desk: Partial<DirectoryDeps['desk']> = {}): Directory =>
  createDirectory({
    connector: teams.connector,
    references: teams.references,
    desk: { ...usualDesk, ...desk },
    systemClock: teams.clock,
    log: teams.log,
  });

const idOf = ({ user }: TownPerson) => `teams:${user}`;
const away = () => {
  teams.failNext('GET', { kind: 'no', status: 503, code: 'ServiceUnavailable' }, 99);
};
const back = () => {
  teams.server.faultOf = () => null;
};
const hour = 3_600_000;
const unknown = { code: 'PLATFORM.UNAVAILABLE', retryable: true };

describe('who somebody is', () => {
  it('was told with their own message, and nobody is asked', async () => {
    await teams.references.remember(chatReference(teams.server, suzuki));
    expect(await directoryOf().describe(idOf(suzuki))).toEqual({
      id: idOf(suzuki),
      name: '鈴木',
      section: null,
    });
    expect(teams.server.calls).toEqual([]);
  });

  it('is looked up in the desk’s channel, and kept for an hour', async () => {
    const directory = directoryOf();
    expect(await directory.describe(idOf(tanaka))).toMatchObject({ name: '田中' });
    teams.clock.moveBy(hour - 1);
    await directory.describe(idOf(tanaka));
    expect(teams.server.calls).toHaveLength(1);

    teams.clock.moveBy(1);
    await directory.describe(idOf(tanaka));
    expect(teams.server.calls).toHaveLength(2);
  });

  it('is what was known last while Teams is away', async () => {
    const directory = directoryOf();
    await directory.describe(idOf(tanaka));
    teams.clock.moveBy(hour);
    away();
    expect(await directory.describe(idOf(tanaka))).toMatchObject({ name: '田中' });
  });

  it('is what they were called last, whatever was known before', async () => {
    const directory = directoryOf();
    await directory.describe(idOf(tanaka));
    await teams.references.remember({
      ...chatReference(teams.server, tanaka),
      user: { accountId: tanaka.account, name: '田中 一郎' },
    });
    expect(await directory.describe(idOf(tanaka))).toMatchObject({ name: '田中 一郎' });
  });

  it('is their id when Teams knows nobody of it, or nobody can be asked', async () => {
    expect(await directoryOf().describe(idOf(suzuki))).toMatchObject({ name: suzuki.user });
    expect(await directoryOf({ home: 'slack' }).describe(idOf(tanaka))).toMatchObject({ name: tanaka.user });
  });

  it('is asked in their own chat where the desk lives elsewhere', async () => {
    const chat = chatReference(teams.server, suzuki);
    await teams.references.remember({ ...chat, user: { accountId: suzuki.user, name: '' } });
    expect(await directoryOf({ home: 'slack' }).describe(idOf(suzuki))).toMatchObject({ name: '鈴木' });
  });

  it('is no guess: while nothing is known and Teams is away, whoever asks has to wait', async () => {
    away();
    const directory = directoryOf();
    await expect(directory.describe(idOf(tanaka))).rejects.toMatchObject(unknown);
    back();
    teams.clock.moveBy(5_000);
    expect(await directory.describe(idOf(tanaka))).toMatchObject({ name: '田中' });
  });
});

describe('the desk', () => {
  it('is the members of its channel’s team and the manager', async () => {
    const directory = directoryOf();
    expect(await directory.isDesk(idOf(tanaka))).toBe(true);
    expect(await directory.isDesk(idOf(manager))).toBe(true);
    expect(await directory.isDesk(idOf(suzuki))).toBe(false);
  });

  it('is whoever is listed, in either case of letters, and Teams is not asked', async () => {
    const directory = directoryOf({ members: [sato.user.toUpperCase()] });
    expect(await directory.isDesk(idOf(sato))).toBe(true);
    expect(await directory.isDesk(idOf(tanaka))).toBe(false);
    expect(teams.server.calls).toEqual([]);
  });

  it('lives on one platform: elsewhere nobody of Teams belongs to it', async () => {
    const directory = directoryOf({ home: 'slack', manager: manager.user });
    expect(await directory.isDesk(idOf(manager))).toBe(false);
  });

  it('is asked for every ten minutes, and what was known last holds while Teams is away', async () => {
    const directory = directoryOf();
    await directory.isDesk(idOf(tanaka));
    teams.server.town.members.set(deskChannel, [sato]);
    expect(await directory.isDesk(idOf(sato))).toBe(false);
    teams.clock.moveBy(600_000);
    away();
    expect(await directory.isDesk(idOf(tanaka))).toBe(true);
    back();
    teams.clock.moveBy(5_000);
    expect(await directory.isDesk(idOf(sato))).toBe(true);
    expect(await directory.isDesk(idOf(tanaka))).toBe(false);
  });

  it('that nobody knows yet is no answer, but a reason to ask again', async () => {
    away();
    const directory = directoryOf();
    await expect(directory.isDesk(idOf(suzuki))).rejects.toMatchObject(unknown);
    expect(await directory.isDesk(idOf(manager))).toBe(true);
    expect(teams.server.calls).toHaveLength(1);
    back();
    teams.clock.moveBy(5_000);
    expect(await directory.isDesk(idOf(suzuki))).toBe(false);
  });

  it('of a channel that Teams never told us of is not known either', async () => {
    await teams.references.forget({ platform: 'teams', id: deskChannel });
    await expect(directoryOf().isDesk(idOf(tanaka))).rejects.toMatchObject(unknown);
  });

  it('can be listed, as far as it is known', async () => {
    const ids = [idOf(tanaka), idOf(manager)];
    expect(await directoryOf().deskMembers()).toEqual(ids);
    expect(await directoryOf({ members: [sato.user] }).deskMembers()).toEqual([idOf(sato)]);
    expect(await directoryOf({ home: 'slack' }).deskMembers()).toEqual([]);
    away();
    expect(await directoryOf().deskMembers()).toEqual([]);
  });
});
