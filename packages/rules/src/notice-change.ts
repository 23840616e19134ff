import type { AdminsNotice, Language, UserNotice } from '@pristan/wire';
import type { Instant } from './instant.ts';

/** The changes that notify people: a notice on their page, a mail. Rules alone decide whom. */
export type NoticeChange =
  | {
      /** Notifies an account's admins. Stored once: a notice with this id is not created again. */
      readonly kind: 'admins_notified';
      readonly accountId: number;
      readonly noticeId: string;
      readonly notice: AdminsNotice;
      /** The acting person, who is not notified. */
      readonly besides?: number | undefined;
      readonly letters?: readonly NoticeMail[];
      readonly at: Instant;
    }
  | {
      readonly kind: 'user_notified';
      readonly userId: number;
      readonly noticeId: string;
      readonly notice: UserNotice;
      readonly at: Instant;
    }
  | {
      /** Puts a mail into the outbox, due at once. */
      readonly kind: 'mail_queued';
      readonly mail: QueuedMail;
      readonly at: Instant;
    };

/** A mail about a notice. When it is due, a rule decides whether it is still sent. */
export interface NoticeMail {
  readonly mailId: string;
  readonly recipient: string;
  readonly language: Language;
}

/** A mail to one person about themselves. */
export interface QueuedMail extends NoticeMail {
  readonly kind: 'invitation' | 'password_reset' | 'password_changed';
  readonly facts: Readonly<Record<string, unknown>>;
  /** The secret of the mail's link, sealed for this mail. */
  readonly sealedSecret?: Uint8Array;
}
