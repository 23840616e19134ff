import { describe, expect, test } from 'vitest';
import { activityQuery, activitySearch } from './activity-search.ts';

describe('the address of the log', () => {
  test('keeps what it can ask for, and leaves out what it cannot', () => {
    const search = { person: 7, kind: 'grant_given', from: '2026-11-01', to: '2026-11-23', before: '1764000000000-12' };
    expect(activitySearch(search)).toEqual(search);
    expect(activitySearch({ person: '7' })).toEqual({ person: 7 });
    expect(
      activitySearch({ person: '', client: '../x', kind: 'Grant&x', from: '1 May', to: 5, before: '1', other: 'x' }),
    ).toEqual({});
  });

  test('asks from the beginning of a day in the person’s zone to the end of another', () => {
    const query = new URLSearchParams(activityQuery({ from: '2026-11-23', to: '2026-11-23' }));
    expect(Number(query.get('from'))).toBe(new Date('2026-11-23T00:00:00').getTime() / 1000);
    expect(Number(query.get('to'))).toBe(new Date('2026-11-24T00:00:00').getTime() / 1000);
  });

  test('asks nothing that was not said', () => {
    expect(activityQuery({})).toBe('');
    expect(activityQuery({ person: 7, client: 'a' })).toBe('person=7&client_id=a');
  });
});
