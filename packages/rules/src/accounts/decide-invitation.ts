import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { DelegationEnd, DelegationFacts } from '../access/delegation.ts';
import { delegationStatus, grantPinned } from '../access/delegation.ts';
import type { Role } from '../access/grant-status.ts';
import type { AccountsChange, Actor, Change, Maker, NonMemberActor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { dayMs } from '../instant.ts';
import type { Language } from '@pristan/wire';
import { isBlank, lineProblem, normalizeEmail } from '@pristan/wire';
import { isUserName, userNameLengthMax } from './names.ts';

/** The time in which an invitation can be accepted, in milliseconds. */
export const invitationLifetimeMs = 14 * dayMs;

/** Maximum number of open invitations of an account. */
export const invitationsPerAccountMax = 200;

export interface InvitationDraft {
  readonly accountId: number;
  readonly invitationId: string;
  /** The user or grant that invites. */
  readonly maker: Maker;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly asksAdmin: boolean;
  readonly language: Language;
  readonly tokenHash: Uint8Array;
  /** The inviter passes the invitation link on: no mail is sent. */
  readonly byLink?: true;
  /** The mail that will carry the invitation token, which is sealed for that mail's row. */
  readonly mailId: string;
  readonly sealedToken: Uint8Array;
  /** The user who has the address, and the id of a notice to them; absent when nobody has it. */
  readonly invitee?: { readonly userId: number; readonly noticeId: string } | undefined;
}

export interface InvitationFacts {
  /** Whether the address belongs to a member of the account. */
  readonly isMember: boolean;
  /** The number of the account's open invitations, except the one of this address. */
  readonly openInvitations: number;
  /** The invitation of this address that was neither answered nor withdrawn; possibly expired. */
  readonly pending: PendingInvitation | undefined;
}

/** An unanswered invitation, with the present rights of its maker. */
export interface PendingInvitation {
  readonly invitationId: string;
  readonly expiresAt: Instant;
  readonly asksAdmin: boolean;
  /** The invitation's maker; absent when they are unknown. */
  readonly maker: Maker | undefined;
  readonly made: DelegationFacts;
}

export type Invite =
  | { readonly kind: 'invited'; readonly email: string; readonly replaced: PendingInvitation | undefined }
  | Refusal<
      'forbidden' | 'email_malformed' | 'name_malformed' | 'already_member' | 'pending_of_another' | 'too_many_open'
    >;

/** The reason why an invitation ended, as the account's admins see it. */
export type InvitationEndReason = 'inviter_not_admin' | 'inviter_unknown' | 'access_ended';

/** The reason for an account's admins why an invitation is no longer in force; `undefined` while it is. */
export function invitationEndReason(
  invitation: Pick<PendingInvitation, 'maker' | 'made'>,
): InvitationEndReason | undefined {
  switch (invitationEnd(invitation)) {
    case undefined:
      return undefined;
    case 'maker_not_admin':
      return 'inviter_not_admin';
    case 'maker_unknown':
      return 'inviter_unknown';
    default:
      return 'access_ended';
  }
}

/** The reason why an invitation that was not withdrawn is no longer in force; `undefined` while it is. */
export function invitationEnd({ maker, made }: Pick<PendingInvitation, 'maker' | 'made'>): DelegationEnd | undefined {
  if (maker === undefined) return 'maker_unknown';
  const status = delegationStatus(maker.by === 'person' ? 'invitation' : 'program_invitation', made);
  return status === 'holds' ? undefined : status;
}

/**
 * Invites a person, who becomes a member by accepting. They get a mail, unless the inviter passes the link on, and a
 * notice when they are a user already. It replaces a pending invitation of the address by the same
 * maker, or one that is no longer in force, never another maker's.
 */
export function decideInvite(
  draft: InvitationDraft,
  facts: InvitationFacts,
  {
    by,
    now,
  }: { readonly by: { readonly actor: Actor; readonly membership: Membership | undefined }; readonly now: Instant },
): Decided<Invite> {
  if (!permits(by.membership, 'member.invite')) return refuse('forbidden');
  const email = normalizeEmail(draft.email);
  if (email === undefined) return refuse('email_malformed');
  const name = draft.name.trim();
  if (!isInvitedName(name)) return refuse('name_malformed');
  if (facts.isMember) return refuse('already_member');
  const { pending } = facts;
  if (pending !== undefined && holdsForAnother(pending, draft.maker, now)) return refuse('pending_of_another');
  if (facts.openInvitations >= invitationsPerAccountMax) return refuse('too_many_open');
  const { byLink, mailId, sealedToken, language, invitee, ...invitation } = draft;
  const { accountId, invitationId } = draft;
  const changes: Change[] = [
    {
      kind: 'invitation_sent',
      ...invitation,
      email,
      name,
      replaces: pending?.invitationId,
      expiresAt: now + invitationLifetimeMs,
      at: now,
      actor: by.actor,
    },
  ];
  const about = { accountId, invitationId };
  if (byLink !== true) {
    const mail = { mailId, recipient: email, language, kind: 'invitation', sealedSecret: sealedToken } as const;
    changes.push({ kind: 'mail_queued', mail: { ...mail, facts: { ...about, name } }, at: now });
  }
  if (invitee !== undefined)
    changes.push({ kind: 'user_notified', ...invitee, notice: { kind: 'invited', facts: about }, at: now });
  return { outcome: { kind: 'invited', email, replaced: pending }, changes };
}

function isInvitedName(name: string): boolean {
  // An empty name counts as no name; a name of invisible characters would look like one, so it is refused.
  return lineProblem(name, userNameLengthMax) === undefined && (name === '' || !isBlank(name));
}

function holdsForAnother(pending: PendingInvitation, maker: Maker, now: Instant): boolean {
  if (now >= pending.expiresAt || invitationEnd(pending) !== undefined) return false;
  if (pending.maker?.by === 'person') return maker.by !== 'person' || pending.maker.userId !== maker.userId;
  return maker.by !== 'grant' || pending.maker?.integrationId !== maker.integrationId;
}

export interface StoredInvitation extends Pick<PendingInvitation, 'maker' | 'made'> {
  readonly accountId: number;
  readonly invitationId: string;
  readonly email: string;
  readonly role: Role;
  readonly expiresAt: Instant;
  readonly state: 'open' | 'accepted' | 'revoked';
  /** Whether the invited address belongs to a member by now, active or not. */
  readonly isMember: boolean;
}

/** The reason why an invitation cannot be answered. */
export type InvalidInvitation = Refusal<'unknown' | 'expired' | 'used' | 'already_member' | 'holds_no_longer'>;

/** The reason why an invitation cannot be answered; `undefined` when it can. */
export function invalidInvitation(
  invitation: StoredInvitation | undefined,
  now: Instant,
): InvalidInvitation['reason'] | undefined {
  if (invitation === undefined || invitation.state === 'revoked') return 'unknown';
  if (invitation.state === 'accepted') return 'used';
  if (now >= invitation.expiresAt) return 'expired';
  // An older invitation must neither readmit a deactivated member nor change an active member's role.
  if (invitation.isMember) return 'already_member';
  return invitationEnd(invitation) === undefined ? undefined : 'holds_no_longer';
}

/** The network address and browser of the user who answers an invitation. */
interface Whereabouts {
  readonly address: string | undefined;
  readonly browser?: string | undefined;
}

interface InvitedPerson extends Whereabouts {
  readonly userId: number;
  readonly email: string;
  readonly name: string;
}

function invitedActor(userId: number | undefined, { address, browser }: Whereabouts): NonMemberActor {
  return { as: 'invited', userId, address, ...(browser === undefined ? {} : { browser }) };
}

/**
 * Accepts an open invitation, for the person it was sent to; the account's admins are notified.
 *
 * @param person.noticeId ID for that notification, generated by the flow before the rule runs
 */
export function decideAccept(
  invitation: StoredInvitation | undefined,
  person: InvitedPerson & { readonly noticeId: string },
  now: Instant,
): Decided<{ readonly kind: 'accepted'; readonly accountId: number } | InvalidInvitation | Refusal<'another_person'>> {
  const dead = invalidInvitation(invitation, now);
  if (invitation?.maker === undefined || dead !== undefined) return refuse(dead ?? 'unknown');
  if (invitation.email !== person.email) return refuse('another_person');
  const { accountId, invitationId, role, maker } = invitation;
  const { userId } = person;
  return {
    outcome: { kind: 'accepted', accountId },
    changes: [
      {
        kind: 'invitation_accepted',
        accountId,
        invitationId,
        userId,
        role,
        maker,
        at: now,
        actor: invitedActor(userId, person),
      },
      joined(accountId, person, now),
    ],
    restsOn: grantPinned(invitation.made),
  };
}

/** The fields that a new user enters to accept an invitation. */
export interface NewUserFields extends Whereabouts {
  readonly name: string;
  readonly language: Language;
  readonly passwordHash: string;
  /** ID for the notification of the account’s admins, generated by the flow before the rule runs. */
  readonly noticeId: string;
}

/**
 * Accepts an invitation as a new user. The emailed link proves that the email address is theirs. A user who already
 * exists must sign in: a link neither changes a password nor replaces it.
 */
export function decideJoin(
  invitation: (StoredInvitation & { readonly personExists: boolean }) | undefined,
  person: NewUserFields,
  now: Instant,
): Decided<
  | { readonly kind: 'joined'; readonly accountId: number; readonly email: string }
  | InvalidInvitation
  | Refusal<'person_exists' | 'name_malformed'>
> {
  const dead = invalidInvitation(invitation, now);
  if (invitation?.maker === undefined || dead !== undefined) return refuse(dead ?? 'unknown');
  if (invitation.personExists) return refuse('person_exists');
  if (!isUserName(person.name)) return refuse('name_malformed');
  const { accountId, invitationId, email, role, maker } = invitation;
  const { language, passwordHash } = person;
  const name = person.name.trim();
  const actor = invitedActor(undefined, person);
  return {
    outcome: { kind: 'joined', accountId, email },
    changes: [
      {
        kind: 'person_joined',
        accountId,
        invitationId,
        email,
        name,
        language,
        passwordHash,
        role,
        maker,
        at: now,
        actor,
      },
      joined(accountId, { ...person, name }, now),
    ],
    restsOn: grantPinned(invitation.made),
  };
}

function joined(
  accountId: number,
  { name, noticeId }: { readonly name: string; readonly noticeId: string },
  at: Instant,
): Change {
  return {
    kind: 'admins_notified',
    accountId,
    noticeId,
    notice: { kind: 'member_joined', facts: { person: name } },
    at,
  };
}

/** Declines an open invitation, for the person it was sent to. */
export function decideDecline(
  invitation: StoredInvitation | undefined,
  person: InvitedPerson,
  now: Instant,
): Decided<{ readonly kind: 'declined' } | InvalidInvitation | Refusal<'another_person'>> {
  const dead = invalidInvitation(invitation, now);
  if (invitation === undefined || dead !== undefined) return refuse(dead ?? 'unknown');
  if (invitation.email !== person.email) return refuse('another_person');
  return {
    outcome: { kind: 'declined' },
    changes: [revocation(invitation, invitedActor(person.userId, person), now)],
  };
}

/** Withdraws an open invitation, for an admin. */
export function decideWithdraw(
  invitation: StoredInvitation | undefined,
  by: { readonly actor: Actor; readonly membership: Membership | undefined },
  now: Instant,
): Decided<{ readonly kind: 'withdrawn'; readonly email: string } | Refusal<'forbidden' | 'unknown'>> {
  if (!permits(by.membership, 'member.invite')) return refuse('forbidden');
  if (invitation?.state !== 'open') return refuse('unknown');
  return { outcome: { kind: 'withdrawn', email: invitation.email }, changes: [revocation(invitation, by.actor, now)] };
}

function revocation(
  { accountId, invitationId }: StoredInvitation,
  actor: Actor,
  at: Instant,
): Extract<AccountsChange, { kind: 'invitation_revoked' }> {
  return { kind: 'invitation_revoked', accountId, invitationId, at, actor };
}
