import { expect, test } from 'vitest';
import { matchesState, doneSearch } from './done-search.ts';

const ways = { widget: false, settings: false, consent: false, adoption: null };
const planned = { adoption_id: '0b9c', integration: 'Harbour', moves_at: 1_800_000_000 };

test('a URL’s `done` parameter may name one of the known events, nothing else', () => {
  expect(doneSearch({ done: 'revoked', from: 'console' })).toEqual({ done: 'revoked' });
  expect(doneSearch({ done: 'deleted' })).toEqual({});
  expect(doneSearch({ done: ['disabled'] })).toEqual({});
  expect(doneSearch({})).toEqual({});
});

test('an event in the URL that contradicts the installation’s state is not confirmed on the page', () => {
  expect(matchesState('disabled', { state: 'disabled', ways })).toBe(true);
  expect(matchesState('disabled', { state: 'enabled', ways })).toBe(false);
  expect(matchesState('installed', { state: 'disabled', ways })).toBe(false);
  expect(matchesState('sent', { state: 'disabled', ways })).toBe(false);
  expect(matchesState('sent', { state: 'enabled', ways })).toBe(true);
});

test('`done=kept` is not confirmed on the page while the adoption is still planned', () => {
  expect(matchesState('kept', { state: 'enabled', ways })).toBe(true);
  expect(matchesState('kept', { state: 'enabled', ways: { ...ways, adoption: planned } })).toBe(false);
});

test('`done=revoked` and `done=settings` are confirmed in any state of the installation', () => {
  expect(matchesState('revoked', { state: 'enabled', ways })).toBe(true);
  expect(matchesState('settings', { state: 'disabled', ways })).toBe(true);
});
