import type { DelegationFacts, InvitationFacts, MemberFacts, PendingInvitation, Role } from '@pristan/rules';
import type { Language } from '@pristan/wire';
import type { NameFilter } from './page.ts';
import type { MemberRow } from './install-reads.ts';

export interface AccountRow {
  readonly accountId: number;
  /** Stable id of the account; a rename does not change it. */
  readonly uuid: string;
  readonly subdomain: string;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly createdBy: number | undefined;
  readonly updatedBy: number | undefined;
  /** Whether a public integration was created in this account. */
  readonly technical: boolean;
}

export interface UserRow {
  readonly userId: number;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
}

export interface SessionRow {
  readonly sessionId: string;
  readonly userId: number;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly userAgent: string;
  readonly address: string;
  readonly sendsFetchUser: boolean;
}

export interface InvitationRow extends Pick<PendingInvitation, 'asksAdmin' | 'maker' | 'made'> {
  readonly invitationId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Reads of accounts, users and invitations. */
export interface AccountReads {
  /** Present facts about an API client that acts with this grant and a token of this key epoch. */
  program(accountId: number, grantId: string, keyEpoch: number): Promise<DelegationFacts>;
  account(accountId: number): Promise<AccountRow | undefined>;
  accountByName(subdomain: string): Promise<AccountRow | undefined>;
  user(userId: number): Promise<UserRow | undefined>;
  userByEmail(email: string): Promise<(UserRow & { readonly passwordHash: string | undefined }) | undefined>;
  memberships(
    userId: number,
  ): Promise<readonly (AccountRow & { readonly role: Role; readonly state: 'active' | 'deactivated' })[]>;
  /** Members ordered by id: at most `limit`, from `offset` or after a user id; with the total. */
  members(
    accountId: number,
    page: NameFilter & { readonly limit: number; readonly offset: number; readonly after?: number | undefined },
  ): Promise<{
    readonly members: readonly MemberRow[];
    readonly total: number;
    /** Number of active admins in the account. */
    readonly admins: number;
  }>;
  /** `personalTokens` are those live at `now`. */
  member(accountId: number, userId: number, now: number): Promise<(MemberRow & MemberFacts) | undefined>;
  invitationFacts(accountId: number, email: string, now: number): Promise<InvitationFacts>;
  openInvitations(accountId: number, now: number): Promise<readonly InvitationRow[]>;
}
