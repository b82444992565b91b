/** `yamabiko export`: every proposal, oldest first. May run beside a running service. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvHeader, csvRow } from '../../src/export/csv.js';
import { proposalRecord, type ProposalRecord } from '../../src/export/proposal-record.js';
import type { Foundation } from '../compose.js';

export type ExportFormat = 'jsonl' | 'csv';

const formats: Readonly<
  Record<ExportFormat, { head: () => string; line: (record: ProposalRecord) => string }>
> = {
  jsonl: { head: () => '', line: (record) => `${JSON.stringify(record)}\n` },
  csv: { head: csvHeader, line: csvRow },
};

/** Rejects for whatever goes wrong with `out`, whenever that is. */
async function writeAll({ stores, town }: Foundation, format: ExportFormat, out: Writable): Promise<number> {
  const { head, line } = formats[format];
  let count = 0;
  const lines = async function* () {
    if (head() !== '') yield head();
    for await (const proposal of stores.archive.all()) {
      const deliveries = await stores.store.deliveries.listOf(proposal.id);
      yield line(proposalRecord(proposal, deliveries, town));
      count += 1;
    }
  };
  await pipeline(Readable.from(lines()), out, { end: out !== process.stdout });
  return count;
}

/** To a file it is written beside it first: an export that was cut off leaves the older one as it was. */
async function writeFile(foundation: Foundation, format: ExportFormat, path: string): Promise<number> {
  const partial = `${path}.partial`;
  try {
    const count = await writeAll(foundation, format, createWriteStream(partial));
    await rename(partial, path);
    return count;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

export async function exportProposals(
  foundation: Foundation,
  { format, out }: { format: ExportFormat; out: string | null },
): Promise<void> {
  if (out === null) {
    await writeAll(foundation, format, process.stdout);
    return;
  }
  const count = await writeFile(foundation, format, out);
  process.stderr.write(`${count} proposals written to ${out}\n`);
}
