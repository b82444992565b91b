/** The table of facts/japanese.md §1: received (JST), receipt day, business days, due day. */
export const dueDateTable: [
  received: string,
  receiptDay: string,
  count: number,
  dueOn: string,
  why: string,
][] = [
  ['2026-12-25 16:00', '2026-12-25', 10, '2027-01-15', 'year-end and 成人の日'],
  ['2026-12-28 17:14', '2026-12-28', 5, '2027-01-08', 'before closing'],
  ['2026-12-28 17:15', '2027-01-04', 10, '2027-01-19', 'at closing'],
  ['2027-01-01 10:00', '2027-01-04', 5, '2027-01-12', 'sent on a closing day'],
  ['2026-09-18 09:00', '2026-09-18', 3, '2026-09-28', '敬老の日, 国民の休日, 秋分の日'],
  ['2026-04-28 23:30', '2026-04-30', 5, '2026-05-12', '昭和の日, 5/3 to 5/6'],
  ['2026-03-31 17:15', '2026-04-01', 1, '2026-04-02', 'a new fiscal year'],
];

/** Facts/japanese.md §1, counted by hand. */
export const openDaysPerYear = { 2026: 240, 2027: 242 } as const;
