import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { format } from './format.ts';
import type { Placeholders } from './placeholders.ts';

/** A file of the record: journeys by title, each with its exchanges in their order. */
export type GoldenRecord = Readonly<Record<string, readonly unknown[]>>;

/** One test of recorded exchanges: placeholders for its random values, and `add` for each exchange. */
export interface Journey {
  readonly places: Placeholders;
  readonly add: (exchange: object) => void;
}

/**
 * The record is rewritten only by `PRISTAN_GOLDEN=record npm test -- tests/golden`. A changed line in it is a change of
 * the wire: look at each one.
 */
const rewrites = process.env['PRISTAN_GOLDEN'] === 'record';

export const recordFolder = new URL('./record/', import.meta.url);

/**
 * Opens a file of the record, and returns a function that registers a journey as a test: its exchanges must equal those
 * in the file.
 */
export function recorded(group: string, places: () => Placeholders) {
  const file = new URL(`${group}.json`, recordFolder);
  const stored: GoldenRecord = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as GoldenRecord) : {};
  const titles: string[] = [];
  const now: Record<string, readonly unknown[]> = {};

  afterAll(() => {
    if (!rewrites) return;
    const missing = titles.filter((title) => now[title] === undefined);
    if (missing.length > 0) throw new Error(`not recorded, because these did not end well: ${missing.join(', ')}`);
    writeFileSync(file, `${format(now)}\n`);
  });

  test(`${group}: the record holds these journeys and no others`, () => {
    if (!rewrites) expect(Object.keys(stored)).toEqual(titles);
  });

  return (title: string, travel: (journey: Journey) => Promise<void>): void => {
    titles.push(title);
    test(`${group}: ${title}`, async () => {
      const exchanges: unknown[] = [];
      // Stored as JSON keeps it: without members that are undefined.
      await travel({ places: places(), add: (exchange) => exchanges.push(JSON.parse(JSON.stringify(exchange))) });
      now[title] = exchanges;
      if (!rewrites) expect(format(exchanges)).toBe(format(stored[title] ?? []));
    });
  };
}
