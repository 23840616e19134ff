import type { Actor } from '../access/actor.ts';
import type { NewCode } from '../new-code.ts';

/** The change that issues an authorization code. @see RFC 6749 §4.1.2 */
export type AuthorizeChange = {
  readonly kind: 'code_issued';
  readonly accountId: number;
  readonly code: NewCode;
  /**
   * The user ID of the admin who waits for their external integration's keys. Stale unless they are still an active
   * admin.
   */
  readonly waitingAdmin?: number;
  readonly actor: Actor;
};
