import { expect, expectTypeOf, test } from 'vitest';
import type { PathParams } from './platform-path.ts';
import { methodOf, pathOf } from './platform-path.ts';

test('a path parameter is percent-encoded, so no value can reach another endpoint', () => {
  expect(pathOf('read_integration', { account_id: 7, client_id: 'a/../b?c' })).toBe(
    '/accounts/7/integrations/a%2F..%2Fb%3Fc',
  );
  expect(pathOf('who_am_i', {})).toBe('/me');
  expect(methodOf('change_member')).toBe('PATCH');
});

test('a path with a parameter missing does not compile', () => {
  expectTypeOf<keyof PathParams<'download_widget'>>().toEqualTypeOf<'account_id' | 'client_id' | 'number'>();
  expectTypeOf<keyof PathParams<'who_am_i'>>().toEqualTypeOf<never>();
  // @ts-expect-error `client_id` is missing
  expect(pathOf('read_integration', { account_id: 7 })).toBe('/accounts/7/integrations/');
});
