/** `yamabiko export`: every proposal, oldest first. May run beside a running service. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
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

async function write(out: Writable, text: string): Promise<void> {
  if (text !== '' && !out.write(text)) await once(out, 'drain');
}

async function writeAll({ stores, town }: Foundation, format: ExportFormat, out: Writable): Promise<number> {
  const { head, line } = formats[format];
  let count = 0;
  await write(out, head());
  for await (const proposal of stores.archive.all()) {
    const deliveries = await stores.store.deliveries.listOf(proposal.id);
    await write(out, line(proposalRecord(proposal, deliveries, town)));
    count += 1;
  }
  return count;
}

/** To a file it is written beside it first: an export that was cut off leaves the older one as it was. */
async function writeFile(foundation: Foundation, format: ExportFormat, path: string): Promise<number> {
  const partial = `${path}.partial`;
  const file = createWriteStream(partial);
  try {
    const count = await writeAll(foundation, format, file);
    file.end();
    await once(file, 'close');
    await rename(partial, path);
    return count;
  } catch (error) {
    file.destroy();
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
