import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { recordOf } from '@pristan/wire/api';
import { unboundedIn } from './bounded.ts';

const textOf = (max: number): z.ZodString => z.string().max(max, { abort: true });

describe('request schema without a maximum size', () => {
  test.each([
    ['a text', z.object({ a: z.string() }), ['a']],
    ['a text whose maximum is not its first check', z.object({ a: z.string().regex(/^a*$/).max(9) }), ['a']],
    ['a text whose maximum does not abort its checks', z.object({ a: z.string().max(9) }), ['a']],
    ['an array', z.strictObject({ a: z.array(textOf(9)).optional() }), ['a']],
    ['an array whose maximum is not its first check', z.array(textOf(9)).min(1).refine(Boolean).max(3), ['']],
    ['an element', z.array(z.array(z.string()).max(2)).max(2), ['[].[]']],
    ['a record', z.record(textOf(9), textOf(9)), ['']],
    ['a record’s values', recordOf(textOf(9), z.array(z.int()), 3), ['[]']],
    ['anything', z.object({ a: z.unknown(), b: z.any() }), ['a', 'b']],
    ['further members of an object', z.object({}).catchall(z.string()), ['*']],
    ['a part of a union', z.union([z.int(), z.string()]), ['|']],
    ['a pattern without an end', z.string().regex(/^\d+$/), ['']],
    ['a pattern of two halves', z.string().regex(/^a|b$/), ['']],
  ])('a request schema without a maximum size is reported: %s', (_what, schema, places) => {
    expect(unboundedIn(schema)).toEqual(places);
  });
});

describe('request value over its maximum', () => {
  /** A text schema that counts how often it runs. */
  function counted(): { readonly schema: z.ZodString; readonly asked: () => number } {
    let asked = 0;
    return { schema: textOf(1_000).refine(() => (asked += 1) > 0), asked: () => asked };
  }

  test('an array over its maximum is refused before its elements are checked', () => {
    const { schema, asked } = counted();
    const read = z
      .array(schema)
      .max(20)
      .safeParse(Array.from({ length: 255_000 }, () => 'x'));
    expect(read.error?.issues.map(({ code }) => code)).toEqual(['too_big']);
    expect(asked()).toBe(0);
  });

  test('a record over its maximum is refused before its entries are checked; at most 20 wrong entries of a record are reported', () => {
    const { schema, asked } = counted();
    const record = recordOf(textOf(100), schema, 1_000);
    const entries = (count: number, value: unknown) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`key-${at}`, value]));
    expect(record.safeParse(entries(1_001, 'x')).error?.issues.map(({ code }) => code)).toEqual(['too_big']);
    expect(asked()).toBe(0);
    expect(record.safeParse(entries(1_000, 1)).error?.issues).toHaveLength(20);
    expect(record.parse(entries(1_000, 'x'))).toEqual(entries(1_000, 'x'));
    expect(record.safeParse({ ['k'.repeat(101)]: 'x' }).error?.issues).toHaveLength(1);
    expect(record.safeParse([]).error?.issues.map(({ code }) => code)).toEqual(['invalid_type']);
  });

  test('a text over its maximum length is refused before any other check of it', () => {
    let looked = 0;
    const read = textOf(3)
      .refine(() => (looked += 1) > 0)
      .safeParse('four');
    expect(read.error?.issues.map(({ code }) => code)).toEqual(['too_big']);
    expect(looked).toBe(0);
  });
});
