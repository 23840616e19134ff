import { expect, test } from 'vitest';
import { openVault, UnsealError } from './vault.ts';

const place = { table: 'integration_secrets', column: 'sealed', id: 'one' };
const vault = () => openVault([{ id: 'k1', bytes: Buffer.alloc(32, 7) }]);

test('a sealed text is only itself, however often it is compared', () => {
  const { seal, isSealed } = vault();
  const sealed = seal(place, 'secret');
  for (const _ of [1, 2]) {
    expect(isSealed(place, sealed, 'secret')).toBe(true);
    expect(isSealed(place, sealed, 'secreT')).toBe(false);
    expect(isSealed(place, sealed, '')).toBe(false);
  }
});

test('another value that takes the place of a compared one is opened anew', () => {
  const { seal, isSealed } = vault();
  expect(isSealed(place, seal(place, 'first'), 'first')).toBe(true);
  const second = seal(place, 'second');
  expect(isSealed(place, second, 'first')).toBe(false);
  expect(isSealed(place, second, 'second')).toBe(true);
});

test('a compared value that was moved to another place or changed does not open', () => {
  const { seal, isSealed } = vault();
  const sealed = seal(place, 'secret');
  isSealed(place, sealed, 'secret');
  expect(() => isSealed({ ...place, id: 'two' }, sealed, 'secret')).toThrow(UnsealError);
  const changed = Uint8Array.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(() => isSealed(place, changed, 'secret')).toThrow(UnsealError);
});
