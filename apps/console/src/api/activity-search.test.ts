import { describe, expect, test } from 'vitest';
import { activityQuery, activitySearch } from './activity-search.ts';

describe('the activity log’s URL', () => {
  test('the activity log’s URL keeps valid filter values and drops the rest', () => {
    const search = { person: 7, kind: 'grant_given', from: '2026-11-01', to: '2026-11-23', before: '1764000000000-12' };
    expect(activitySearch(search)).toEqual(search);
    expect(activitySearch({ person: '7' })).toEqual({ person: 7 });
    expect(
      activitySearch({ person: '', client: '../x', kind: 'Grant&x', from: '1 May', to: 5, before: '1', other: 'x' }),
    ).toEqual({});
  });

  test('an activity filter covers whole days in the person’s time zone', () => {
    expect(activityQuery({ from: '2026-11-23', to: '2026-11-23' })).toEqual({
      from: new Date('2026-11-23T00:00:00').getTime() / 1000,
      to: new Date('2026-11-24T00:00:00').getTime() / 1000,
    });
  });

  test('a filter value that was not chosen is not sent to the API', () => {
    expect(activityQuery({})).toEqual({});
    expect(activityQuery({ person: 7, client: 'a' })).toEqual({ person: 7, client_id: 'a' });
  });
});
