import { describe, expect, it } from 'vitest';
import { findCallback } from './callback.ts';

describe('the error callback that a tag names', () => {
  it('an error callback is found through dots and called with its owner as this', () => {
    const shop = {
      calls: [] as unknown[],
      onDenied(data: unknown) {
        this.calls.push(data);
      },
    };
    findCallback({ shop }, 'shop.onDenied')?.({ error: 'access_denied' });
    expect(shop.calls).toEqual([{ error: 'access_denied' }]);
  });

  it('an error callback is found on a function', () => {
    const outer = Object.assign(() => 1, { inner: () => 'called' });
    expect(findCallback({ outer }, 'outer.inner')?.({})).toBe('called');
  });

  it.each([
    'missing',
    'shop.missing',
    'text.length',
    'nothing.at.all',
    'constructor',
    'shop.constructor',
    'shop.__proto__.toString',
    'toString',
    'shop.inherited',
    'shop.number',
    'shop',
    '',
    'shop.',
    "alert('x')",
    'shop["own"]',
    '(()=>{})()',
  ])('no error callback is found by the name %j', (name) => {
    const shop = Object.assign(Object.create({ inherited: () => 1 }), { own: () => 1, number: 1 });
    expect(findCallback({ shop, text: 'abc', nothing: null }, name)).toBeUndefined();
  });
});
