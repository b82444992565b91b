import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvHeader, csvRow } from '../../src/export/csv.js';
import { proposalRecord, type ProposalRecord } from '../../src/export/proposal-record.js';
import { release } from '../../src/proposals/proposer-word.js';
import type { FileReference } from '../../src/proposals/thread.js';
import { aProposal } from '../builders/a-proposal.js';
import { aTown } from '../builders/town.js';

const plain = proposalRecord(aProposal(), [], aTown());
const recordOf = (changes: Partial<ProposalRecord>): ProposalRecord => ({ ...plain, ...changes });

/** Reads CSV as RFC 4180 says: quotes doubled inside quotes, rows ended by CRLF. */
function parse(csv: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  const field = /"((?:[^"]|"")*)"(,|\r\n)/y;
  while (field.lastIndex < csv.length) {
    const at = field.lastIndex;
    const [, quoted, end] = field.exec(csv) ?? [];
    if (quoted === undefined) throw new Error(`No cell at ${at}: ${csv.slice(at, at + 40)}`);
    cells.push(quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(cells);
    cells = [];
  }
  return rows;
}

const header = parse(csvHeader().slice(1))[0] ?? [];

/** The cell of a column, as a reader of the file gets it. */
function cellOf(column: string, record: ProposalRecord): string | undefined {
  const [cells = [], ...others] = parse(csvRow(record));
  expect(others).toEqual([]);
  expect(cells).toHaveLength(header.length);
  return cells[header.indexOf(column)];
}

describe('the CSV export', () => {
  it('begins with a byte order mark and the names of the columns', () => {
    expect(csvHeader().startsWith('\uFEFF"number","state",')).toBe(true);
    expect(csvHeader().endsWith('\r\n')).toBe(true);
    expect(new Set(header).size).toBe(header.length);
  });

  it('has one row a proposal, ended by CRLF', () => {
    const row = csvRow(plain);
    expect(row.endsWith('\r\n')).toBe(true);
    expect(row.slice(0, -2)).not.toContain('\r\n');
    expect(cellOf('number', plain)).toBe(plain.number);
    expect(cellOf('nextWord', plain)).toBe('first-answer');
    expect(cellOf('nextWordDueAt', plain)).toBe(plain.nextWord?.dueAt);
  });

  it('leaves a cell empty where there is nothing', () => {
    const none = recordOf({
      ending: null,
      headline: null,
      proposer: null,
      nextWord: null,
      registeredBy: null,
    });
    for (const column of ['ending', 'endingReason', 'headline', 'proposerName', 'nextWord', 'registeredBy']) {
      expect(cellOf(column, none)).toBe('');
    }
  });

  describe('the files', () => {
    const files = (...named: FileReference[]): ProposalRecord =>
      proposalRecord(aProposal({ files: named }), [], aTown());
    const picture = { name: '画面.png', sizeBytes: 204_800, url: 'https://town.example/F1' };

    it('are lines of one cell: name, size and address, as far as they are known', () => {
      const record = files(picture, { name: '名簿.xlsx', sizeBytes: null, url: null });
      expect(cellOf('files', record)).toBe('画面.png 200 KB https://town.example/F1\n名簿.xlsx');
      expect(cellOf('files', plain)).toBe('');
    });

    it('are those that still stand in public', () => {
      const shared = aProposal({ files: [picture] });
      const released = release(shared, shared.thread[0]!.id, aTown());
      expect(cellOf('files', proposalRecord(released, [], aTown()))).toBe('');
    });

    it('are no formula, whatever they are called', () => {
      expect(cellOf('files', files({ ...picture, name: '=HYPERLINK("x")' }))).toMatch(/^'=HYPERLINK/);
    });
  });

  it('keeps quotes, commas and line ends inside a cell', () => {
    const text = '「"名札"」, を\r\nやめたい\n';
    expect(cellOf('text', recordOf({ text }))).toBe(text);
  });

  it.each(['=1+1', '+81', '-1', '@SUM(A1)', '\t=1', '\r=1', "=cmd|' /C calc'!A0", '=', '@'])(
    'takes the formula out of %j',
    (text) => {
      expect(cellOf('text', recordOf({ text }))).toBe(`'${text}`);
    },
  );

  it.each(['\0=1+1', '\uD800=1+1', '\0\0@SUM(A1)', '\uDC00\0-1'])(
    'takes it out also behind what is left out of %j',
    (text) => {
      expect(cellOf('text', recordOf({ text }))).toMatch(/^'[=@-]/);
    },
  );

  it('leaves everything else as it was written', () => {
    expect(cellOf('text', recordOf({ text: ' =1+1' }))).toBe(' =1+1');
    expect(cellOf('text', recordOf({ text: "'=1" }))).toBe("'=1");
    expect(cellOf('text', recordOf({ text: '1-2' }))).toBe('1-2');
    expect(cellOf('text', recordOf({ text: '✅🇯🇵塚' }))).toBe('✅🇯🇵塚');
  });

  it('keeps to the limit of a cell in Excel without halving a character', () => {
    const cell = cellOf('text', recordOf({ text: `a${'😀'.repeat(20_000)}` })) ?? '';
    expect(cell.length).toBe(32_767);
    expect(cell).not.toMatch(/\p{Surrogate}/u);
    const odd = cellOf('text', recordOf({ text: '😀'.repeat(20_000) })) ?? '';
    expect(odd.length).toBe(32_766);
    expect(odd).not.toMatch(/\p{Surrogate}/u);
  });

  it('parsed back gives the cells: what was written, less what Excel cannot read, and no formula', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", '\0', '\uD83D', ';', '\uFEFF'),
        fc.string({ unit: 'binary', maxLength: 2 }),
      ),
      maxLength: 30,
    });
    fc.assert(
      fc.property(hostile, hostile, (text, headline) => {
        const record = recordOf({ text, headline });
        for (const [column, written] of [
          ['text', text],
          ['headline', headline],
        ] as const) {
          const readable = written.replace(/\0|\p{Surrogate}/gu, '');
          const cell = cellOf(column, record);
          expect(cell).toBe(/^[=+\-@\t\r]/.test(readable) ? `'${readable}` : readable);
        }
      }),
      { numRuns: 500 },
    );
  });
});
