import { expect, test } from 'vitest';
import { isUuid, readUuid } from './uuid.ts';

const uuid = '0b0832f6-0000-4000-8000-00000000abcd';

test('a UUID has 36 characters, and is in lower case once read', () => {
  expect(isUuid(uuid)).toBe(true);
  expect(readUuid(uuid)).toBe(uuid);
  expect(readUuid(uuid.toUpperCase())).toBe(uuid);
});

test.each([
  '',
  uuid.toUpperCase(),
  `${uuid}\n`,
  ` ${uuid}`,
  `{${uuid}}`,
  uuid.replaceAll('-', ''),
  `${uuid}\u0000`,
  uuid.replace('0b', '0g'),
])('the text %j is not a UUID', (text) => {
  expect(isUuid(text)).toBe(false);
});

test.each([undefined, '', `${uuid}\n`, `{${uuid}}`, uuid.replaceAll('-', ''), '\u212a'.repeat(36)])(
  'the text %j is not read as a UUID',
  (text) => {
    expect(readUuid(text)).toBeUndefined();
  },
);
