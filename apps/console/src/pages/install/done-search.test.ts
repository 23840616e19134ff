import { expect, test } from 'vitest';
import { agrees, doneSearch } from './done-search.ts';

const ways = { widget: false, settings: false, consent: false, adoption: null };
const planned = { adoption_id: '0b9c', integration: 'Harbour', moves_at: 1_800_000_000 };

test('an address says what was done in one of the words that are known, and nothing else', () => {
  expect(doneSearch({ done: 'revoked', from: 'console' })).toEqual({ done: 'revoked' });
  expect(doneSearch({ done: 'deleted' })).toEqual({});
  expect(doneSearch({ done: ['disabled'] })).toEqual({});
  expect(doneSearch({})).toEqual({});
});

test('an address that says “disabled” of what is enabled is not believed, nor the other way round', () => {
  expect(agrees('disabled', { state: 'disabled', ways })).toBe(true);
  expect(agrees('disabled', { state: 'enabled', ways })).toBe(false);
  expect(agrees('installed', { state: 'disabled', ways })).toBe(false);
  expect(agrees('sent', { state: 'disabled', ways })).toBe(false);
  expect(agrees('sent', { state: 'enabled', ways })).toBe(true);
});

test('what is still to be replaced was not kept', () => {
  expect(agrees('kept', { state: 'enabled', ways })).toBe(true);
  expect(agrees('kept', { state: 'enabled', ways: { ...ways, adoption: planned } })).toBe(false);
});

test('an access is revoked and settings are saved in any state', () => {
  expect(agrees('revoked', { state: 'enabled', ways })).toBe(true);
  expect(agrees('settings', { state: 'disabled', ways })).toBe(true);
});
