import { describe, expect, it } from '@jest/globals';
import { createDirectory } from '../../../adapters/web/people.js';

const desk = { home: 'web', members: [], manager: 'manager' } as const;

describe('the people of the trial town', () => {
  it('have a name and a section', async () => {
    const directory = createDirectory(desk);

    expect(await directory.describe('web:suzuki')).toEqual({
      id: 'web:suzuki',
      name: '鈴木',
      section: '市民課',
    });
    expect(await directory.describe('web:ito')).toEqual({ id: 'web:ito', name: 'ito', section: null });
  });

  it.each<[who: string, isDesk: boolean, given: Parameters<typeof createDirectory>[0]]>([
    ['web:tanaka', true, desk],
    ['web:manager', true, desk],
    ['web:suzuki', false, desk],
    ['web:sato', true, { ...desk, members: ['sato'] }],
    ['web:tanaka', false, { ...desk, members: ['sato'] }],
    ['web:tanaka', false, { ...desk, home: 'slack' }],
  ])('%s is of the desk: %s', async (who, isDesk, given) => {
    expect(await createDirectory(given).isDesk(who)).toBe(isDesk);
  });
});
