import { StoreConflict } from '../../src/errors.js';
import type { InboxRow, Numbers } from '../../src/ports.js';
import { proposalNumber, type ProposalNumber } from '../../src/proposals/number.js';
import { drawNext } from './counters.js';
import { translatingErrors } from './errors.js';
import { inboxModel } from './inbox.js';
import type { Mongo } from './mongo.js';

/** Numbers of proposals: drawn from the counter of their fiscal year, and kept on the inbox row they were drawn for. */
export function createNumbers(mongo: Mongo): Numbers {
  const inbox = inboxModel(mongo);

  const keptOn = async ({ id }: InboxRow): Promise<ProposalNumber | undefined> => {
    const found = await inbox.findById(id, { number: 1 }).lean<Pick<InboxRow, 'number'>>();
    return found?.number ? proposalNumber(found.number.fiscalYear, found.number.serial) : undefined;
  };

  /** Does not bump the row's version: the caller's fence on it has to hold. False: another one was faster. */
  const keep = async ({ id }: InboxRow, number: ProposalNumber): Promise<boolean> => {
    const kept = await inbox.updateOne({ _id: id, state: 'new', number: null }, { $set: { number } });
    return kept.matchedCount === 1;
  };

  const drawFor: Numbers['drawFor'] = async (row, fiscalYear) => {
    // A repeat may hold the row as it was read before the first try.
    const kept = row.number ?? (await keptOn(row));
    if (kept) return kept;
    const serial = await drawNext(mongo, `proposals-${fiscalYear}`, fiscalYear);
    const drawn = proposalNumber(fiscalYear, serial);
    if (await keep(row, drawn)) return drawn;
    const other = await keptOn(row);
    if (!other) throw new StoreConflict('The inbox row was handled meanwhile');
    return other;
  };

  return translatingErrors<Numbers>({ drawFor });
}
