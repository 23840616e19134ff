import type { NoticeRecipient, BucketCount, NoticeMailFacts, StoredInvitation } from '@pristan/rules';
import type { UserRow } from './account-reads.ts';

/** Counters of attempts, on the program's clock. */
export interface ThrottleRows {
  /**
   * Counts one attempt in each bucket in order, up to the first full one. An expired window starts again. A full bucket
   * is not written, so refusals cost no write.
   */
  count(
    buckets: readonly { readonly key: string; readonly windowMs: number; readonly max: number }[],
    now: number,
  ): Promise<readonly BucketCount[]>;
  /** Takes one attempt back from each bucket. */
  giveBack(keys: readonly string[]): Promise<void>;
  empty(keys: readonly string[]): Promise<void>;
}

/** Settings that people change for themselves. */
export interface UserRows {
  setLanguage(userId: number, language: 'ru' | 'en'): Promise<void>;
}

/** An invitation as its page shows it. */
export interface InvitationCard extends StoredInvitation {
  /** Name the inviter entered for the invited person. */
  readonly name: string;
  readonly accountName: string;
  readonly subdomain: string;
  /** Absent when an operator or a program invited. */
  readonly inviterName: string | undefined;
  readonly personExists: boolean;
}

export interface InvitationReads {
  /** By the hash of the mailed token. */
  byToken(tokenHash: Uint8Array): Promise<InvitationCard | undefined>;
  byId(accountId: number, invitationId: string): Promise<InvitationCard | undefined>;
}

/** A single-use password-reset token, valid for one hour. */
export interface ResetRows {
  /** A link made by the operator. The activity log of every account of the person records it. */
  addByOperator(reset: {
    readonly tokenHash: Uint8Array;
    readonly userId: number;
    readonly now: number;
    readonly expiresAt: number;
  }): Promise<void>;
  /** The person whose password an open link may change. */
  find(tokenHash: Uint8Array, now: number): Promise<UserRow | undefined>;
  /**
   * Redeems the link: stores the new password, ends the person's sessions and other links, and notifies them by notice
   * and mail. @returns whether the link was still open; of parallel calls, one gets true
   */
  use(reset: {
    readonly tokenHash: Uint8Array;
    readonly passwordHash: string;
    readonly now: number;
    readonly address: string;
    readonly by: 'person' | 'operator';
    readonly noticeId: string;
    readonly mailId: string;
  }): Promise<boolean>;
}

/** A notice to an account's admins or to one person. */
export interface NoticeRow {
  readonly noticeId: string;
  /** The account whose admins it is for; absent for a personal notice. */
  readonly accountId: number | undefined;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
}

export interface NoticeRows {
  /** Notices to this person and to the admins of accounts they administer. Newest first, at most 50. */
  of(userId: number): Promise<readonly NoticeRow[]>;
  /** Dismisses a notice; no effect when it is not for this person. */
  dismiss(userId: number, noticeId: string, now: number): Promise<void>;
  /**
   * The admins of an account and the names that a notice mentions. `integrationId` may not be stored yet.
   *
   * @returns at most `limit` admins, longest-standing first
   */
  audience(about: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly userId: number | undefined;
    readonly limit: number;
    readonly since: number;
  }): Promise<{
    readonly account: string;
    readonly person: string | undefined;
    readonly integration: string | undefined;
    readonly admins: readonly Omit<NoticeRecipient, 'mailId'>[];
  }>;
  /** Kinds of notices that this person gets no mail about. */
  unwanted(userId: number): Promise<readonly string[]>;
  /** Sets whether this kind of notice comes by mail. */
  choose(userId: number, choice: { readonly kind: string; readonly byMail: boolean }): Promise<void>;
  /** The facts that decide whether mail about a notice is still sent. */
  letterFacts(mail: MailRow, hourMs: number): Promise<NoticeMailFacts>;
}

/** Mail in the outbox, sent or unsent. */
export interface MailRow {
  readonly mailId: string;
  readonly recipient: string;
  readonly kind: string;
  readonly language: 'ru' | 'en';
  readonly facts: Readonly<Record<string, unknown>>;
  /** Secret of its link, sealed for this row. */
  readonly sealedSecret: Uint8Array | undefined;
  readonly createdAt: number;
  readonly sentAt: number | undefined;
  /** Number of attempts, including the current one. */
  readonly attempts: number;
}

export interface NewMail {
  readonly mailId: string;
  readonly recipient: string;
  readonly kind: string;
  readonly language: 'ru' | 'en';
  readonly facts: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** The outbox. `add` enqueues the job that sends the mail, in the same transaction. */
export interface MailRows {
  add(mail: NewMail): Promise<void>;
  find(mailId: string): Promise<MailRow | undefined>;
  /** Leases due mail until `leaseEndsAt`; of several senders one gets it. */
  claim(mailId: string, now: number, leaseEndsAt: number): Promise<MailRow | undefined>;
  /**
   * Creates the link of a reset mail, unless it has one. @returns `undefined` when nobody has the address; then no mail
   * is due
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
  /** Counts mails of the same kind to the same recipient, created before this one and after `since`. */
  before(mail: Pick<MailRow, 'mailId' | 'recipient' | 'kind' | 'createdAt'>, since: number): Promise<number>;
  sent(mailId: string, at: number): Promise<void>;
  failed(mailId: string, why: string, nextAt: number): Promise<void>;
  /** Removes mail that has become pointless. */
  drop(mailId: string): Promise<void>;
  /** Enqueues due, unsent mail again, so that a lost or failed job loses no mail. @returns how many */
  enqueueDue(now: number): Promise<number>;
  /** Newest first, at most 100. */
  list(): Promise<readonly MailRow[]>;
}
