/**
 * Types of the facts in a notice, as rules make them and as they are stored as JSON. For each type the server has a
 * schema that reads it and the words that a text shows for it.
 */
export interface NoticeFactTypes {
  /** The account whose admins alone may get the notice's mail. No text shows it. */
  readonly account_id: number;
  /** Another ID; no text shows it. */
  readonly id: string;
  /** Shown as it is: a name at the time of the notice, a host, an origin, a URL, an email address. */
  readonly text: string;
  /** Name of the acting person; `null` for the operator. */
  readonly person: string | null;
  /** IP address of a request; `null` when it is unknown. */
  readonly address: string | null;
  /** Epoch milliseconds. */
  readonly instant: number;
  /** Epoch milliseconds; `null` when the instant is unknown. */
  readonly instant_if_known: number | null;
  /** Chooses the plural form of the text. */
  readonly count: number;
  /** The reason why the last delivery attempt failed. A text shows the fact `status` of the same notice instead. */
  readonly failure: string;
  /** HTTP status of the last delivery attempt; `null` when there was no response. */
  readonly status: number | null;
}

/** The type of a fact in a notice. */
export type NoticeFactType = keyof NoticeFactTypes;

type FactTypes = Readonly<Record<string, NoticeFactType>>;

interface NoticeParts {
  /** A notice that may mean harm is shown in the warning colour. */
  readonly isSerious?: true;
  /** Names of its texts, and of the kind in the API, the usual one first; default: the kind's own name. */
  readonly shownAs?: readonly string[];
}

/**
 * One kind of notice: its recipients (`admins`: the admins of an account), whether it is mailed, and its facts.
 * `chosen`: each recipient decides whether it is mailed, and only admins of the account in its facts get the mail.
 * `always`: it is mailed. `none`: it is only on the page.
 */
type NoticeRow = NoticeParts &
  (
    | {
        readonly to: 'admins';
        readonly letter: 'chosen';
        readonly facts: FactTypes & { readonly accountId: 'account_id' };
      }
    | { readonly to: 'admins' | 'person'; readonly letter: 'always' | 'none'; readonly facts: FactTypes }
  );

const chosen = { to: 'admins', letter: 'chosen' } as const;
const pageOnly = { to: 'admins', letter: 'none' } as const;
const integration = { accountId: 'account_id', integrationId: 'id', integration: 'text' } as const;
const byPerson = { ...integration, person: 'person' } as const;

/**
 * Every kind of notice; no others are sent. What rules send, the server's reader of stored notices, the gaps of the
 * texts, the choice of mails and its enumeration in the API are made from this table.
 */
export const noticeKinds = {
  integration_connected: { ...chosen, facts: { ...byPerson, account: 'text' } },
  installation_disabled: { ...chosen, facts: { ...byPerson, account: 'text' } },
  secret_rotated: { ...chosen, facts: { ...byPerson, oldEndsAt: 'instant' } },
  secret_shown: { ...chosen, facts: byPerson },
  /** A receiver of hooks has failed for days. */
  receiver_failing: {
    ...chosen,
    facts: { ...integration, host: 'text', failingSince: 'instant', failure: 'failure', status: 'status' },
  },
  /** A receiver of hooks answered 410: no more hooks are sent to it. */
  receiver_stopped: { ...chosen, facts: { ...integration, host: 'text', url: 'text' } },
  /** A published integration will replace the account's clones. */
  adoption_planned: {
    ...chosen,
    facts: {
      accountId: 'account_id',
      account: 'text',
      adoptionId: 'id',
      integration: 'text',
      owner: 'text',
      origin: 'text',
      movesAt: 'instant',
      clones: 'count',
    },
  },
  /** External integrations with this origin are enabled in many accounts. The number of accounts is withheld. */
  clones_past_threshold: { ...chosen, facts: { accountId: 'account_id', origin: 'text', threshold: 'count' } },
  /** `accountId` and `account` are those whose token was reused. */
  refresh_reused: {
    ...pageOnly,
    isSerious: true,
    // Programs that read notices know the kind by this name, stored notices by the other.
    shownAs: ['token_reused'],
    facts: {
      ...integration,
      account: 'text',
      firstUsedAt: 'instant_if_known',
      firstAddress: 'address',
      reusedAt: 'instant',
      reuseAddress: 'address',
    },
  },
  member_joined: { ...pageOnly, facts: { person: 'text' } },
  /** A program invited somebody and asks to make them an admin. */
  admin_requested: {
    ...pageOnly,
    // The second one is shown after they have joined as a member.
    shownAs: ['admin_requested', 'admin_requested_joined'],
    facts: { accountId: 'account_id', invitationId: 'id', email: 'text', integration: 'text' },
  },
  /** The person who started an adoption is no longer an admin, so nothing moves. */
  adoption_lapsed: { ...pageOnly, facts: { integration: 'text', origin: 'text' } },
  // The invitation has its own mail.
  invited: { to: 'person', letter: 'none', facts: { accountId: 'account_id', invitationId: 'id' } },
  password_changed: {
    to: 'person',
    letter: 'always',
    isSerious: true,
    facts: { at: 'instant', address: 'address' },
  },
} as const satisfies Readonly<Record<string, NoticeRow>>;

type Rows = typeof noticeKinds;

/** A kind of notice. */
export type NoticeKind = keyof Rows;

/** A kind of notice under its name in texts and in the API. */
export type ShownNoticeKind = {
  [Kind in NoticeKind]: Rows[Kind] extends { shownAs: readonly (infer Name extends string)[] } ? Name : Kind;
}[NoticeKind];

/** The facts of one kind of notice, with a value of `Types` for each type of fact. */
export type NoticeFactsOf<Kind extends NoticeKind, Types extends Record<NoticeFactType, unknown> = NoticeFactTypes> = {
  readonly [Fact in keyof Rows[Kind]['facts']]: Rows[Kind]['facts'][Fact] extends infer Type extends NoticeFactType
    ? Types[Type]
    : never;
};

type KindsWith<Part> = { [Kind in NoticeKind]: Rows[Kind] extends Part ? Kind : never }[NoticeKind];
type NoticesOf<Kind extends NoticeKind> = {
  [One in Kind]: { readonly kind: One; readonly facts: NoticeFactsOf<One> };
}[Kind];

/** A notice to the admins of an account. */
export type AdminsNotice = NoticesOf<KindsWith<{ to: 'admins' }>>;

/** A notice to one person. */
export type UserNotice = NoticesOf<KindsWith<{ to: 'person' }>>;

/** A kind of notice that is also sent by mail, unless the recipient chose otherwise. */
export type MailedNoticeKind = KindsWith<{ letter: 'chosen' }>;

/** The kinds of notices that are also sent by mail, unless the recipient chose otherwise. */
export const mailedNoticeKinds = Object.keys(noticeKinds)
  .filter(isNoticeKind)
  .filter((kind): kind is MailedNoticeKind => noticeKinds[kind].letter === 'chosen');

/** Names under which a kind of notice is shown in texts and in the API, the usual one first. */
export function shownNoticeKinds(kind: NoticeKind): readonly [ShownNoticeKind, ...ShownNoticeKind[]] {
  const { shownAs = [kind] }: NoticeRow = noticeKinds[kind];
  return shownAs as readonly [ShownNoticeKind, ...ShownNoticeKind[]];
}

/** Whether this version of the platform has this kind of notice. */
export function isNoticeKind(kind: string): kind is NoticeKind {
  return Object.hasOwn(noticeKinds, kind);
}
