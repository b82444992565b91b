/** One row a proposal, for Excel: BOM, CRLF, and no cell that Excel would take for a formula (contract §7). */
import { formatFileSize } from '../texts/file-size.js';
import type { ProposalRecord } from './proposal-record.js';

/** What still stands in public, one file a line, oldest first. */
function filesOf({ thread }: ProposalRecord): string | null {
  const files = thread.flatMap(({ visibility, files }) => (visibility === 'public' ? files : []));
  const lines = files.map(({ name, size, permalink }) =>
    [name, size === null ? null : formatFileSize(size), permalink].filter(Boolean).join(' '),
  );
  return lines.length === 0 ? null : lines.join('\n');
}

const columns: readonly (readonly [name: string, value: (record: ProposalRecord) => string | null])[] = [
  ['number', (r) => r.number],
  ['state', (r) => r.state],
  ['ending', (r) => r.ending?.kind ?? null],
  ['endingReason', (r) => r.ending?.reason ?? null],
  ['endedAt', (r) => r.ending?.at ?? null],
  ['headline', (r) => r.headline],
  ['text', (r) => r.text],
  ['files', filesOf],
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

/** Without what would end the file for Excel: halves of characters, and NUL. */
const readable = (text: string): string => text.replace(/\p{Surrogate}|\0/gu, '');

/** Excel's limit; the JSON Lines hold everything. */
const mostCellUnits = 32_767;

function cell(value: string | null): string {
  // Cleaned first: what is left out must not uncover the beginning of a formula. The cut may halve a character.
  const text = readable(neutral(readable(value ?? '')).slice(0, mostCellUnits));
  return `"${text.replaceAll('"', '""')}"`;
}

const row = (cells: readonly (string | null)[]): string => `${cells.map(cell).join(',')}\r\n`;

const byteOrderMark = '\uFEFF';

export const csvHeader = (): string => byteOrderMark + row(columns.map(([name]) => name));

export const csvRow = (record: ProposalRecord): string => row(columns.map(([, value]) => value(record)));
