import { jest } from '@jest/globals';
import { startTown, townYaml } from '../end-to-end/town-in-a-test.js';
import { platformContract } from './platform.contract.js';

jest.setTimeout(90_000);

platformContract({
  name: 'web',
  can: { suzuki: '市民課・鈴木', manager: '総務課・山本', splits: false, asides: 'in-channel' },
  open: (intake) =>
    startTown(intake ? { yaml: townYaml.replace('settle: 2m', `settle: 2m, ${intake}`) } : {}),
});
