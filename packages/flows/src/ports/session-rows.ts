import type { SessionRow, UserRow } from './account-reads.ts';

/** Sign-in sessions, one row each, found by the hash of the cookie. */
export interface SessionRows {
  /** The session and its user, unless the session has expired. */
  find(idHash: Uint8Array, now: number): Promise<(SessionRow & { readonly user: UserRow }) | undefined>;
  /**
   * Starts a session.
   *
   * @param passwordHash the hash that the password matched; when it was replaced meanwhile, no session starts
   * @returns whether the session started
   */
  add(session: SessionRow & { readonly idHash: Uint8Array }, passwordHash?: string): Promise<boolean>;
  /**
   * Updates a session's last-seen time, at most once a minute, or as soon as the browser first sends `Sec-Fetch-User`.
   */
  touch(
    idHash: Uint8Array,
    seen: { readonly at: number; readonly expiresAt: number; readonly sendsFetchUser: boolean },
  ): Promise<void>;
  /** The user's sessions, newest first. */
  list(userId: number, now: number): Promise<readonly SessionRow[]>;
  end(userId: number, sessionId: string): Promise<void>;
  /** Ends all sessions of the user except one. */
  endOthers(userId: number, keepSessionId: string | undefined): Promise<void>;
}
