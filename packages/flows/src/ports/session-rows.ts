import type { SessionRow, UserRow } from './account-reads.ts';

/** Sign-in sessions: a row each, found by the hash of what the cookie holds. */
export interface SessionRows {
  /** The session and its person, unless it is over. */
  find(idHash: Uint8Array, now: number): Promise<(SessionRow & { readonly user: UserRow }) | undefined>;
  /**
   * Begins a session.
   *
   * @param passwordHash what the person's password fitted a moment ago; when it was replaced since, no session begins
   * @returns whether it began
   */
  add(session: SessionRow & { readonly idHash: Uint8Array }, passwordHash?: string): Promise<boolean>;
  /** Seen again: at most once a minute, or when the browser showed for the first time that it tells a person's press. */
  touch(
    idHash: Uint8Array,
    seen: { readonly at: number; readonly expiresAt: number; readonly sendsFetchUser: boolean },
  ): Promise<void>;
  /** The person's sessions, newest first. */
  list(userId: number, now: number): Promise<readonly SessionRow[]>;
  end(userId: number, sessionId: string): Promise<void>;
  /** All of the person's, but for one. */
  endOthers(userId: number, keepSessionId: string | undefined): Promise<void>;
}
