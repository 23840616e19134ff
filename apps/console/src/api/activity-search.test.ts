import { describe, expect, test } from 'vitest';
import { activityQuery, activitySearch } from './activity-search.ts';

describe('the URL of the activity log', () => {
  test('keeps valid values and drops the rest', () => {
    const search = { person: 7, kind: 'grant_given', from: '2026-11-01', to: '2026-11-23', before: '1764000000000-12' };
    expect(activitySearch(search)).toEqual(search);
    expect(activitySearch({ person: '7' })).toEqual({ person: 7 });
    expect(
      activitySearch({ person: '', client: '../x', kind: 'Grant&x', from: '1 May', to: 5, before: '1', other: 'x' }),
    ).toEqual({});
  });

  test('covers from the start of one day to the end of another in the person’s time zone', () => {
    const query = new URLSearchParams(activityQuery({ from: '2026-11-23', to: '2026-11-23' }));
    expect(Number(query.get('from'))).toBe(new Date('2026-11-23T00:00:00').getTime() / 1000);
    expect(Number(query.get('to'))).toBe(new Date('2026-11-24T00:00:00').getTime() / 1000);
  });

  test('sends no parameter that was not given', () => {
    expect(activityQuery({})).toBe('');
    expect(activityQuery({ person: 7, client: 'a' })).toBe('person=7&client_id=a');
  });
});
