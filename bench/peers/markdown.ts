import type { Spread } from './figures.ts';

/** A Markdown table, padded so that it reads in a terminal, too. The first row is the head; all cells but the first are figures. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (column === 0 ? (row[0] ?? '').padEnd(width) : (row[column] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

/** A whole number, with its thousands apart. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Median of the rounds, with the lowest and highest in brackets; a dash for a figure that was not taken. */
export function spread(of: Spread | undefined): string {
  return of === undefined ? '–' : `${whole(of.median)} (${whole(of.lowest)}–${whole(of.highest)})`;
}
