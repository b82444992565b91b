import { jest } from '@jest/globals';
import { onTeams, teamsYaml } from '../end-to-end/teams-town.js';
import { startTown } from '../end-to-end/town-in-a-test.js';
import { platformContract } from './platform.contract.js';

jest.setTimeout(90_000);

platformContract({
  name: 'teams',
  can: { suzuki: '鈴木', manager: 'DX推進課・山本', splits: true, asides: 'in-chat' },
  open: async (intake) => {
    const yaml = intake ? teamsYaml.replace('settle: 2m', `settle: 2m, ${intake}`) : teamsYaml;
    return startTown({ yaml }, await onTeams());
  },
});
