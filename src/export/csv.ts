/** One row a proposal, for Excel: BOM, CRLF, and no cell that Excel would take for a formula (contract §7). */
import type { ProposalRecord } from './proposal-record.js';

const columns: readonly (readonly [name: string, value: (record: ProposalRecord) => string | null])[] = [
  ['number', (r) => r.number],
  ['state', (r) => r.state],
  ['ending', (r) => r.ending?.kind ?? null],
  ['endingReason', (r) => r.ending?.reason ?? null],
  ['endedAt', (r) => r.ending?.at ?? null],
  ['headline', (r) => r.headline],
  ['text', (r) => r.text],
  ['proposerName', (r) => r.proposer?.name ?? null],
  ['proposerSection', (r) => r.proposer?.section ?? null],
  ['registeredBy', (r) => r.registeredBy?.name ?? null],
  ['platform', (r) => r.platform],
  ['registeredAt', (r) => r.registeredAt],
  ['nextWord', (r) => r.nextWord?.kind ?? null],
  ['nextWordHolder', (r) => r.nextWord?.holder.name ?? null],
  ['nextWordDueAt', (r) => r.nextWord?.dueAt ?? null],
  ['id', (r) => r.id],
];

const formulaStart = /^[=+\-@\t\r]/;

/** An apostrophe in front keeps Excel from running what somebody wrote. */
const neutral = (text: string): string => (formulaStart.test(text) ? `'${text}` : text);

/** Excel's limit; the JSON Lines hold everything. */
const mostCellUnits = 32_767;

function cell(value: string | null): string {
  const text = neutral(value ?? '').slice(0, mostCellUnits);
  // What Excel cannot read would end the file for it: halves of characters, and NUL.
  return `"${text.replace(/\p{Surrogate}/gu, '').replaceAll('\0', '').replaceAll('"', '""')}"`;
}

const row = (cells: readonly (string | null)[]): string => `${cells.map(cell).join(',')}\r\n`;

const byteOrderMark = '\uFEFF';

export const csvHeader = (): string => byteOrderMark + row(columns.map(([name]) => name));

export const csvRow = (record: ProposalRecord): string => row(columns.map(([, value]) => value(record)));
