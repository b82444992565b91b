import { jest } from '@jest/globals';
import { onSlack, slackYaml } from '../end-to-end/slack-town.js';
import { startTown } from '../end-to-end/town-in-a-test.js';
import { platformContract } from './platform.contract.js';

jest.setTimeout(90_000);

platformContract({
  name: 'slack',
  can: { suzuki: '鈴木', manager: 'DX推進課・山本', splits: true, asides: 'in-channel' },
  open: async (intake) => {
    const yaml = intake ? slackYaml.replace('settle: 2m', `settle: 2m, ${intake}`) : slackYaml;
    return startTown({ yaml }, await onSlack());
  },
});
