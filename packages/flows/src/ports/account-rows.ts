import type { RowClaim } from './due-rows.ts';
import type { NoticeRecipient, BucketCount, NoticeMailFacts, ResetFacts, StoredInvitation } from '@pristan/rules';
import type { Language } from '@pristan/wire';
import type { UserRow } from './account-reads.ts';

/** Counters of rate-limited attempts. The program's clock gives the time, not the database's. */
export interface ThrottleRows {
  /**
   * Counts one attempt in each bucket (rate limit) in order, up to the first full one. An expired window starts again.
   * A full bucket is not written, so refusals cost no write.
   */
  count(
    buckets: readonly { readonly key: string; readonly windowMs: number; readonly max: number }[],
    now: number,
  ): Promise<readonly BucketCount[]>;
  /** Takes one attempt off the count of each bucket. */
  giveBack(keys: readonly string[]): Promise<void>;
  empty(keys: readonly string[]): Promise<void>;
}

/** Settings that users change for themselves. */
export interface UserRows {
  setLanguage(userId: number, language: Language): Promise<void>;
}

/** An invitation as the page of its link shows it. */
export interface InvitationCard extends StoredInvitation {
  /** Name that the inviter entered for the invited person. */
  readonly name: string;
  readonly accountName: string;
  readonly subdomain: string;
  /** Absent when an operator or an API client invited. */
  readonly inviterName: string | undefined;
  readonly personExists: boolean;
}

export interface InvitationReads {
  /** Finds an invitation by the hash of the mailed token. */
  byToken(tokenHash: Uint8Array): Promise<InvitationCard | undefined>;
  byId(accountId: number, invitationId: string): Promise<InvitationCard | undefined>;
}

/** Password-reset tokens. Each is single-use and valid for one hour. */
export interface ResetRows {
  /** Stores a reset link made by the operator. The activity log of every account of the user records it. */
  addByOperator(reset: {
    readonly tokenHash: Uint8Array;
    readonly userId: number;
    readonly now: number;
    readonly expiresAt: number;
  }): Promise<void>;
  /** The person whose password an open link may change. */
  find(tokenHash: Uint8Array, now: number): Promise<(UserRow & ResetFacts) | undefined>;
}

/** A notice to an account's admins or to one user. */
export interface NoticeRow {
  readonly noticeId: string;
  /** The account whose admins get the notice; absent for a personal notice. */
  readonly accountId: number | undefined;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
}

export interface NoticeRows {
  /** Notices to this user and to the admins of accounts where they are an admin. Newest first, at most 50. */
  of(userId: number): Promise<readonly NoticeRow[]>;
  /** Dismisses a notice; no effect when the notice is not for this user. */
  dismiss(userId: number, noticeId: string, now: number): Promise<void>;
  /**
   * The admins of an account and the names that a notice mentions. `integrationId` may not be stored yet; without
   * `accountId` the account is the integration's own.
   *
   * @returns at most `limit` admins, longest-standing first
   */
  audience(about: {
    readonly accountId: number | undefined;
    readonly integrationId: string;
    readonly userId: number | undefined;
    readonly limit: number;
    readonly since: number;
  }): Promise<{
    readonly accountId: number;
    readonly account: string;
    readonly person: string | undefined;
    readonly integration: string | undefined;
    readonly admins: readonly Omit<NoticeRecipient, 'mailId'>[];
  }>;
  /** The admins of each of these accounts, at most `limit`, longest-standing first. */
  audiences(
    accountIds: readonly number[],
    page: { readonly limit: number; readonly since: number },
  ): Promise<
    readonly {
      readonly accountId: number;
      readonly account: string;
      readonly admins: readonly Omit<NoticeRecipient, 'mailId'>[];
    }[]
  >;
  /** Kinds of notices that this person gets no mail about. */
  unwanted(userId: number): Promise<readonly string[]>;
  /** Sets whether the user gets mail about this kind of notice. */
  choose(userId: number, choice: { readonly kind: string; readonly byMail: boolean }): Promise<void>;
  /** The facts that decide whether a waiting mail about a notice is still sent. */
  letterFacts(mail: MailRow, hourMs: number): Promise<NoticeMailFacts>;
}

/** A mail in the outbox, sent or unsent. */
export interface MailRow {
  readonly mailId: string;
  readonly recipient: string;
  readonly kind: string;
  readonly language: Language;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Sealed secret of the link in the mail. */
  readonly sealedSecret: Uint8Array | undefined;
  readonly createdAt: number;
  readonly sentAt: number | undefined;
  /** Number of sending attempts, including the current one. */
  readonly attempts: number;
}

/**
 * The outbox of mails, which the changes `mail_queued` and `admins_notified` fill. An unsent mail's row is its place in
 * the queue: it is sent when its due time has come.
 */
export interface MailRows {
  find(mailId: string): Promise<MailRow | undefined>;
  /** Leases due mails, one attempt each; of several nodes one gets a mail. Unsent, it is due again when the lease ends. */
  claim(claim: RowClaim): Promise<readonly MailRow[]>;
  /** Due time of the unsent mail that is due first; `undefined` when none waits. */
  nextDueAt(): Promise<number | undefined>;
  /**
   * Creates the link of a password-reset mail, unless it has one. @returns `undefined` when no user has the address;
   * then no mail is due
   */
  prepareReset(
    mail: Pick<MailRow, 'mailId' | 'recipient'>,
    link: {
      readonly tokenHash: Uint8Array;
      readonly sealedSecret: Uint8Array;
      readonly now: number;
      readonly expiresAt: number;
    },
  ): Promise<UserRow | undefined>;
  /** Counts mails of the same kind to the same recipient, created before this mail and after `since`. */
  before(mail: Pick<MailRow, 'mailId' | 'recipient' | 'kind' | 'createdAt'>, since: number): Promise<number>;
  sent(mailId: string, at: number): Promise<void>;
  /** Stores why an attempt failed, and the next due time, unless the mail has been claimed for another attempt since. */
  failed(mail: Pick<MailRow, 'mailId' | 'attempts'>, why: string, nextAt: number): Promise<void>;
  /** Removes a mail that need not be sent any more. */
  drop(mailId: string): Promise<void>;
  /** Mails of the outbox, newest first, at most 100. */
  list(): Promise<readonly MailRow[]>;
}
