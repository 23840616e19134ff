import { expect, test } from 'vitest';
import { matchesState, doneSearch } from './done-search.ts';

const ways = { widget: false, settings: false, consent: false, adoption: null };
const planned = { adoption_id: '0b9c', integration: 'Harbour', moves_at: 1_800_000_000 };

test('the URL may name one of the known events, nothing else', () => {
  expect(doneSearch({ done: 'revoked', from: 'console' })).toEqual({ done: 'revoked' });
  expect(doneSearch({ done: 'deleted' })).toEqual({});
  expect(doneSearch({ done: ['disabled'] })).toEqual({});
  expect(doneSearch({})).toEqual({});
});

test('an event in the URL that contradicts the installation is not shown', () => {
  expect(matchesState('disabled', { state: 'disabled', ways })).toBe(true);
  expect(matchesState('disabled', { state: 'enabled', ways })).toBe(false);
  expect(matchesState('installed', { state: 'disabled', ways })).toBe(false);
  expect(matchesState('sent', { state: 'disabled', ways })).toBe(false);
  expect(matchesState('sent', { state: 'enabled', ways })).toBe(true);
});

test('“kept” is not shown while the adoption is still pending', () => {
  expect(matchesState('kept', { state: 'enabled', ways })).toBe(true);
  expect(matchesState('kept', { state: 'enabled', ways: { ...ways, adoption: planned } })).toBe(false);
});

test('“revoked” and “settings” are shown in any state', () => {
  expect(matchesState('revoked', { state: 'enabled', ways })).toBe(true);
  expect(matchesState('settings', { state: 'disabled', ways })).toBe(true);
});
