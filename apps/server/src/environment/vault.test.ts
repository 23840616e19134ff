import { expect, test } from 'vitest';
import { openVault, UnsealError } from './vault.ts';

const place = { table: 'integration_secrets', column: 'sealed', id: 'one' };
const vault = () => openVault([{ id: 'k1', bytes: Buffer.alloc(32, 7) }]);

test('a sealed text is only itself, however often it is compared', () => {
  const one = vault();
  const sealed = one.seal(place, 'secret');
  for (const _ of [1, 2]) {
    expect(one.isSealed(place, sealed, 'secret')).toBe(true);
    expect(one.isSealed(place, sealed, 'secreT')).toBe(false);
    expect(one.isSealed(place, sealed, '')).toBe(false);
  }
});

test('another value that takes the place of a compared one is opened anew', () => {
  const one = vault();
  expect(one.isSealed(place, one.seal(place, 'first'), 'first')).toBe(true);
  const second = one.seal(place, 'second');
  expect(one.isSealed(place, second, 'first')).toBe(false);
  expect(one.isSealed(place, second, 'second')).toBe(true);
});

test('a compared value that was moved to another place or changed does not open', () => {
  const one = vault();
  const sealed = one.seal(place, 'secret');
  one.isSealed(place, sealed, 'secret');
  expect(() => one.isSealed({ ...place, id: 'two' }, sealed, 'secret')).toThrow(UnsealError);
  const changed = Uint8Array.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(() => one.isSealed(place, changed, 'secret')).toThrow(UnsealError);
});
