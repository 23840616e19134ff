import type { BucketCount, StoredInvitation } from '@pristan/rules';
import type { UserRow } from './account-reads.ts';

/** Tries, counted by the program's clock. */
export interface ThrottleRows {
  /** Counts one try in every bucket, in one statement; a window that is over begins anew. */
  count(
    buckets: readonly { readonly key: string; readonly windowMs: number }[],
    now: number,
  ): Promise<readonly BucketCount[]>;
  /** Takes one try back in each. */
  giveBack(keys: readonly string[]): Promise<void>;
  empty(keys: readonly string[]): Promise<void>;
}

/** What people change about themselves. */
export interface PeopleRows {
  setLanguage(userId: number, language: 'ru' | 'en'): Promise<void>;
}

/** An invitation as its page shows it. */
export interface InvitationCard extends StoredInvitation {
  /** The invited person's name, as far as the inviter knew. */
  readonly name: string;
  readonly accountName: string;
  readonly subdomain: string;
  /** Absent when an operator or a program invited. */
  readonly inviterName: string | undefined;
  readonly personExists: boolean;
}

export interface InvitationReads {
  /** By the hash of the token in the letter. */
  byToken(tokenHash: Uint8Array): Promise<InvitationCard | undefined>;
  byId(accountId: number, invitationId: string): Promise<InvitationCard | undefined>;
}

/** A password reset: a row an hour long, used once. */
export interface ResetRows {
  /** Whose password an open link may change. */
  find(tokenHash: Uint8Array, now: number): Promise<UserRow | undefined>;
  /**
   * Uses the link up: the new password is stored, every session of the person and every other link of theirs ends, and
   * they are told by notice and mail. Answers whether the link was still open; of many at once one is.
   */
  use(reset: {
    readonly tokenHash: Uint8Array;
    readonly passwordHash: string;
    readonly now: number;
    readonly address: string;
    readonly noticeId: string;
    readonly mailId: string;
  }): Promise<boolean>;
}

/** Something an account's admins, or one person, should know. */
export interface NoticeRow {
  readonly noticeId: string;
  /** Whose admins it is for; absent for a person's own. */
  readonly accountId: number | undefined;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
}

export interface NoticeRows {
  /** What this person should know: their own, and those of the accounts they administer. Newest first, at most 50. */
  of(userId: number): Promise<readonly NoticeRow[]>;
  /** Does nothing when the notice is not for this person. */
  dismiss(userId: number, noticeId: string, now: number): Promise<void>;
}

/** A letter that has to go out, or has. */
export interface MailRow {
  readonly mailId: string;
  readonly recipient: string;
  readonly kind: string;
  readonly language: 'ru' | 'en';
  readonly facts: Readonly<Record<string, unknown>>;
  /** What its link needs, sealed for this row. */
  readonly sealedSecret: Uint8Array | undefined;
  readonly createdAt: number;
  readonly sentAt: number | undefined;
  /** How often it was tried, this time included. */
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

/** The outbox. Adding a letter enqueues the job that sends it, in the same transaction. */
export interface MailRows {
  add(mail: NewMail): Promise<void>;
  find(mailId: string): Promise<MailRow | undefined>;
  /** Takes a due letter for sending until `leaseEndsAt`; of many senders one gets it. */
  claim(mailId: string, now: number, leaseEndsAt: number): Promise<MailRow | undefined>;
  /**
   * Gives a reset letter its link, unless it has one. Answers nothing when nobody has the address: then no letter is due.
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
  sent(mailId: string, at: number): Promise<void>;
  failed(mailId: string, why: string, nextAt: number): Promise<void>;
  /** Takes a letter out that has nothing to say any more. */
  drop(mailId: string): Promise<void>;
  /** Enqueues again what is due and was not sent; a job that was lost or failed loses no letter. */
  enqueueDue(now: number): Promise<number>;
  /** Newest first, at most 100. */
  list(): Promise<readonly MailRow[]>;
}
