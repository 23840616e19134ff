import { describe, expect, test } from 'vitest';
import { statementNames } from './statement-names.ts';

const third = (names: ReturnType<typeof statementNames>, text: string): string | undefined => {
  names.nameOf(text);
  names.nameOf(text);
  return names.nameOf(text);
};

describe('names of prepared statements', () => {
  test('a text has no name until its third use, and then always the same one', () => {
    const names = statementNames();
    expect([names.nameOf('select 1'), names.nameOf('select 1')]).toEqual([undefined, undefined]);
    const name = names.nameOf('select 1');
    expect(name).toMatch(/^[a-z0-9-]{1,63}$/);
    expect(names.nameOf('select 1')).toBe(name);
  });

  test('two texts never share a name', () => {
    const names = statementNames();
    expect(third(names, 'select 1')).not.toBe(third(names, 'select 2'));
  });

  test('a renewed text has a name that was never used', () => {
    const names = statementNames();
    const [one, other] = [third(names, 'select 1'), third(names, 'select 2')];
    names.renew('select 1', String(one));
    expect([one, other, undefined]).not.toContain(names.nameOf('select 1'));
  });

  test('connections that find the same statement outdated renew its name once', () => {
    const names = statementNames();
    const name = String(third(names, 'select 1'));
    names.renew('select 1', name);
    const renewed = names.nameOf('select 1');
    names.renew('select 1', name);
    expect(names.nameOf('select 1')).toBe(renewed);
  });

  test('however many texts come, 300 have names and keep them', () => {
    const names = statementNames();
    const first = third(names, 'select 0');
    const named = Array.from({ length: 2_000 }, (_, at) => third(names, `select ${at}`)).filter(Boolean);
    expect(named).toHaveLength(300);
    expect(names.nameOf('select 0')).toBe(first);
  });

  test('a text of more than 10,000 characters has no name', () => {
    expect(third(statementNames(), 'x'.repeat(10_001))).toBeUndefined();
  });
});
