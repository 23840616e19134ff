import { describe, expect, test } from 'vitest';
import { chooseCoding } from './accept-encoding.ts';

const both = ['br', 'gzip'] as const;

describe('the coding of an answer that is stored in br and gzip', () => {
  test.each([
    // Without the header, RFC 9110 §12.5.3 allows any coding, but many clients that omit the header can read none.
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
    ['compress, deflate', 'identity'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br ; q=1.0 , gzip', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.000, gzip;q=0.001', 'gzip'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['*', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
    ['*;q=0, gzip', 'gzip'],
    ['identity', 'identity'],
    ['identity;q=0.5, br;q=0.2', 'identity'],
    ['identity;q=0, br', 'br'],
    ['gzip;q=1.0, identity; q=0.5, *;q=0', 'gzip'],
    ['identity;q=0', undefined],
    ['*;q=0', undefined],
    ['identity;q=0, *;q=0', undefined],
    ['identity, *;q=0', 'identity'],
    ['br;q=0, gzip;q=0, identity;q=0', undefined],
    // Parts of the header that do not match the grammar are ignored.
    ['br;q=2, gzip', 'gzip'],
    ['br;level=11, gzip', 'gzip'],
    ['br;q=0.1234, ,;, gzip;q=', 'identity'],
  ])('with Accept-Encoding %o an answer stored in br and gzip is sent as %o', (header, expected) => {
    expect(chooseCoding(header, both)).toBe(expected);
  });

  test('an answer stored without other codings is sent as it is, or not at all', () => {
    expect(chooseCoding('br, gzip', [])).toBe('identity');
    expect(chooseCoding('*', [])).toBe('identity');
    expect(chooseCoding('br, identity;q=0', [])).toBeUndefined();
  });
});
