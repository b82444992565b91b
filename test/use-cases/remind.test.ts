import { describe, expect, it } from '@jest/globals';
import { wakeProposal } from '../../jobs/processors/wake.js';
import type { Workplace } from '../../jobs/workplace.js';
import { changes } from '../../src/bot/changes.js';
import { PlatformUnavailable } from '../../src/errors.js';
import { aProposal } from '../builders/a-proposal.js';
import { aWorkplace } from '../builders/a-workplace.js';
import { jst } from '../calendar/calendars.js';

describe('waking while the platform does not say what the manager is called', () => {
  it('reminds all the same: the proposer reads what the manager is, not an id', async () => {
    const { work: calm, clock } = aWorkplace(jst('2026-11-20 10:00'));
    const describeNobody = () => Promise.reject(new PlatformUnavailable('away'));
    const work: Workplace = { ...calm, directory: { ...calm.directory, describe: describeNobody } };
    const proposal = aProposal({ at: clock.now() }, work.town);
    await work.store.commit(changes({ proposals: [{ proposal, basedOn: null }] }));
    for (const at of ['2026-11-20 10:05', '2026-11-25 08:30', '2026-11-26 08:30', '2026-11-27 08:30']) {
      clock.moveTo(jst(at));
      await wakeProposal(work, { id: proposal.id });
    }
    const late = await work.outbox.headOf('web|dm:suzuki');
    expect(late?.value.message.text).toContain('窓口の上司に伝えました。');
  });
});
