import { describe, expect, test } from 'vitest';
import { actions, permits } from './actions.ts';

describe('the table of permitted actions', () => {
  const names = Object.keys(actions).filter((name): name is keyof typeof actions => name in actions);
  // The actions that a member may take: they concern only the member's own access and tokens.
  const alsoMembers = ['own_access.read', 'token.mint_one_time', 'personal_token.read', 'personal_token.revoke'];

  test.each(names)(
    'the action %s is permitted to active admins, and to active members only if it concerns their own access or tokens',
    (action) => {
      expect(permits({ role: 'admin', state: 'active' }, action)).toBe(true);
      expect(permits({ role: 'member', state: 'active' }, action)).toBe(alsoMembers.includes(action));
      expect(permits({ role: 'member', state: 'deactivated' }, action)).toBe(false);
      expect(permits({ role: 'admin', state: 'deactivated' }, action)).toBe(false);
      expect(permits(undefined, action)).toBe(false);
    },
  );
});
