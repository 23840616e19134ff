import { describe, expect, test } from 'vitest';
import { actions, permits } from './actions.ts';

describe('the table of permitted actions', () => {
  const names = Object.keys(actions).filter((name): name is keyof typeof actions => name in actions);
  // A member acts in their own name here, with their own rights.
  const alsoMembers = ['own_access.read', 'token.mint_one_time', 'personal_token.read', 'personal_token.revoke'];

  test.each(names)('permits %s to active admins, and to members only where it is about themselves', (action) => {
    expect(permits({ role: 'admin', state: 'active' }, action)).toBe(true);
    expect(permits({ role: 'member', state: 'active' }, action)).toBe(alsoMembers.includes(action));
    expect(permits({ role: 'member', state: 'deactivated' }, action)).toBe(false);
    expect(permits({ role: 'admin', state: 'deactivated' }, action)).toBe(false);
    expect(permits(undefined, action)).toBe(false);
  });
});
