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

/** A notice to the admins of an account. */
export type AdminsNotice =
  | {
      /** A program invited somebody and asks to make them an admin. */
      readonly kind: 'admin_requested';
      readonly facts: {
        readonly accountId: number;
        readonly invitationId: string;
        readonly email: string;
        readonly integration: string;
      };
    }
  | { readonly kind: 'member_joined'; readonly facts: { readonly person: string } }
  | {
      /** A published integration will replace the account's clones. */
      readonly kind: 'adoption_planned';
      readonly facts: {
        readonly accountId: number;
        readonly account: string;
        readonly adoptionId: string;
        readonly integration: string;
        readonly owner: string;
        readonly origin: string;
        readonly movesAt: Instant;
        readonly clones: number;
      };
    }
  | {
      /** The person who started an adoption is no longer an admin, so nothing moves. */
      readonly kind: 'adoption_lapsed';
      readonly facts: { readonly integration: string; readonly origin: string };
    }
  | {
      /** External integrations with this origin are enabled in many accounts. The number of accounts is withheld. */
      readonly kind: 'clones_past_threshold';
      readonly facts: { readonly accountId: number; readonly origin: string; readonly threshold: number };
    }
  | {
      readonly kind: 'receiver_failing';
      readonly facts: IntegrationNamed & {
        readonly host: string;
        readonly failingSince: Instant;
        /** The reason of the last failed attempt. */
        readonly failure: string;
        readonly status: number | null;
      };
    }
  | {
      readonly kind: 'receiver_stopped';
      readonly facts: IntegrationNamed & { readonly host: string; readonly url: string };
    }
  | {
      /** `accountId` and `account` are those whose token was reused. */
      readonly kind: 'refresh_reused';
      readonly facts: IntegrationNamed & {
        readonly account: string;
        readonly firstUsedAt: Instant | null;
        readonly firstAddress: string | null;
        readonly reusedAt: Instant;
        readonly reuseAddress: string;
      };
    }
  | {
      readonly kind: 'integration_connected' | 'installation_disabled';
      readonly facts: ByPerson & { readonly account: string };
    }
  | { readonly kind: 'secret_rotated'; readonly facts: ByPerson & { readonly oldEndsAt: Instant } }
  | { readonly kind: 'secret_shown'; readonly facts: ByPerson };

/** The integration's name at the time of the notice. */
interface IntegrationNamed {
  readonly accountId: number;
  readonly integrationId: string;
  readonly integration: string;
}

/** The acting person; `null` for the operator. */
interface ByPerson extends IntegrationNamed {
  readonly person: string | null;
}

/** A notice to one person. */
export type UserNotice =
  | {
      readonly kind: 'invited';
      readonly facts: { readonly accountId: number; readonly invitationId: string };
    }
  | { readonly kind: 'password_changed'; readonly facts: { readonly at: Instant; readonly address: string } };

/** A mail about a notice. When it is due, a rule decides whether it is still sent. */
export interface NoticeMail {
  readonly mailId: string;
  readonly recipient: string;
  readonly language: 'ru' | 'en';
}

/** A mail to one person about themselves. */
export interface QueuedMail extends NoticeMail {
  readonly kind: 'invitation' | 'password_reset' | 'password_changed';
  readonly facts: Readonly<Record<string, unknown>>;
  /** The secret of the mail's link, sealed for this mail. */
  readonly sealedSecret?: Uint8Array;
}
