import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { format } from './format.ts';
import type { Placeholders } from './placeholders.ts';

/** Journeys by their titles, each with its exchanges in their order. */
export type GoldenRecord = Readonly<Record<string, readonly unknown[]>>;

/** Recorded exchanges of one test. */
export interface Journey {
  readonly places: Placeholders;
  readonly add: (exchange: object) => void;
}

/**
 * The record is rewritten by `PRISTAN_GOLDEN=record npm test -- tests/golden`, and by nothing else. A change of it is a
 * change of the wire: look at its every line.
 */
const rewrites = process.env['PRISTAN_GOLDEN'] === 'record';

export const recordFolder = new URL('./record/', import.meta.url);

/** A file of the record. A journey is a test: what it writes down has to equal what the file has. */
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
      // As it will be read back: without members that are undefined.
      await travel({ places: places(), add: (exchange) => exchanges.push(JSON.parse(JSON.stringify(exchange))) });
      now[title] = exchanges;
      if (!rewrites) expect(format(exchanges)).toBe(format(stored[title] ?? []));
    });
  };
}
