import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { DelegationEnd, DelegationFacts } from '../access/delegation.ts';
import { delegationStatus, grantPinned } from '../access/delegation.ts';
import type { Role } from '../access/standing.ts';
import type { AccountsChange, Actor, Maker, Outsider } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { dayMs } from '../instant.ts';
import { lineProblem } from '../line.ts';
import { isPersonName, normalizeEmail, personNameLengthMax } from './names.ts';

/** How long an invitation can be accepted. */
export const invitationLifetimeMs = 14 * dayMs;

/** Open invitations an account may have at a time. */
export const invitationsPerAccountMax = 200;

export interface InvitationDraft {
  readonly accountId: number;
  readonly invitationId: string;
  /** The person or the grant that invites. */
  readonly maker: Maker;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly asksAdmin: boolean;
  readonly language: 'ru' | 'en';
  readonly tokenHash: Uint8Array;
  /** The mail that will carry the token, which is sealed for that mail's row. */
  readonly mailId: string;
  readonly sealedToken: Uint8Array;
}

export interface InvitationFacts {
  /** Whether the address already belongs to a member of the account. */
  readonly isMember: boolean;
  /** Besides that of this address. */
  readonly openInvitations: number;
  /** The address's own invitation that nobody has answered or taken back, expired or not. */
  readonly pending: PendingInvitation | undefined;
}

/** An invitation that nobody has answered, with whoever made it, as they are now. */
export interface PendingInvitation {
  readonly invitationId: string;
  readonly expiresAt: Instant;
  readonly asksAdmin: boolean;
  /** Absent: nobody knows who. */
  readonly maker: Maker | undefined;
  readonly made: DelegationFacts;
}

export type Invite =
  | { readonly kind: 'invited'; readonly email: string; readonly replaced: PendingInvitation | undefined }
  | Refusal<
      'forbidden' | 'email_malformed' | 'name_malformed' | 'already_member' | 'pending_of_another' | 'too_many_open'
    >;

/** Why an invitation ended, as an account's admins are told it. */
export type InvitationEndTold = 'inviter_not_admin' | 'inviter_unknown' | 'access_ended';

/** The end of an invitation in the account's own words; `undefined` while it holds. */
export function invitationEndTold(
  invitation: Pick<PendingInvitation, 'maker' | 'made'>,
): InvitationEndTold | undefined {
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

/** Why an invitation does not hold any more though nobody took it back; `undefined` when it does. */
export function invitationEnd({ maker, made }: Pick<PendingInvitation, 'maker' | 'made'>): DelegationEnd | undefined {
  if (maker === undefined) return 'maker_unknown';
  const status = delegationStatus(maker.by === 'person' ? 'invitation' : 'program_invitation', made);
  return status === 'holds' ? undefined : status;
}

/**
 * Invites a person; membership begins when they accept. It takes the place of the same inviter's own pending invitation of
 * that address, or of one that does not hold any more, and never of somebody else's.
 */
export function decideInvite(
  draft: InvitationDraft,
  facts: InvitationFacts,
  by: { readonly actor: Actor; readonly membership: Membership | undefined },
  now: Instant,
): Decided<Invite> {
  if (!permits(by.membership, 'member.invite')) return refuse('forbidden');
  const email = normalizeEmail(draft.email);
  if (email === undefined) return refuse('email_malformed');
  const name = draft.name.trim();
  if (lineProblem(name, personNameLengthMax) !== undefined) return refuse('name_malformed');
  if (facts.isMember) return refuse('already_member');
  const { pending } = facts;
  if (pending !== undefined && holdsForAnother(pending, draft.maker, now)) return refuse('pending_of_another');
  if (facts.openInvitations >= invitationsPerAccountMax) return refuse('too_many_open');
  return {
    outcome: { kind: 'invited', email, replaced: pending },
    changes: [
      {
        kind: 'invitation_sent',
        ...draft,
        email,
        name,
        replaces: pending?.invitationId,
        expiresAt: now + invitationLifetimeMs,
        at: now,
        actor: by.actor,
      },
    ],
  };
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
  /** Whether the address belongs to somebody who is a member by now, active or not. */
  readonly isMember: boolean;
}

/** Why an invitation leads nowhere. */
export type DeadInvitation = Refusal<'unknown' | 'expired' | 'used' | 'already_member' | 'holds_no_longer'>;

/** Whether an invitation can still be answered; `undefined` when it can. */
export function deadInvitation(
  invitation: StoredInvitation | undefined,
  now: Instant,
): DeadInvitation['reason'] | undefined {
  if (invitation === undefined || invitation.state === 'revoked') return 'unknown';
  if (invitation.state === 'accepted') return 'used';
  if (now >= invitation.expiresAt) return 'expired';
  // An invitation from before must neither let a deactivated member back in nor change an active one's rights.
  if (invitation.isMember) return 'already_member';
  return invitationEnd(invitation) === undefined ? undefined : 'holds_no_longer';
}

/** Joins the account the invitation is for. Only the person it was sent to, while it is open. */
export function decideAccept(
  invitation: StoredInvitation | undefined,
  person: { readonly userId: number; readonly email: string; readonly address: string | undefined },
  now: Instant,
): Decided<{ readonly kind: 'accepted'; readonly accountId: number } | DeadInvitation | Refusal<'another_person'>> {
  const dead = deadInvitation(invitation, now);
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
        actor: { as: 'invited', userId, address: person.address },
      },
    ],
    restsOn: grantPinned(invitation.made),
  };
}

/** What somebody new here says of themselves. */
export interface NewPerson {
  readonly name: string;
  readonly language: 'ru' | 'en';
  readonly passwordHash: string;
  readonly address: string | undefined;
}

/**
 * Joins as somebody new. The link from the letter shows that the address is theirs; whoever has an account here must
 * sign in instead, since a link neither changes their password nor stands for it.
 */
export function decideJoin(
  invitation: (StoredInvitation & { readonly personExists: boolean }) | undefined,
  person: NewPerson,
  now: Instant,
): Decided<
  | { readonly kind: 'joined'; readonly accountId: number; readonly email: string }
  | DeadInvitation
  | Refusal<'person_exists' | 'name_malformed'>
> {
  const dead = deadInvitation(invitation, now);
  if (invitation?.maker === undefined || dead !== undefined) return refuse(dead ?? 'unknown');
  if (invitation.personExists) return refuse('person_exists');
  if (!isPersonName(person.name)) return refuse('name_malformed');
  const { accountId, invitationId, email, role, maker } = invitation;
  const { language, passwordHash } = person;
  const actor: Outsider = { as: 'invited', userId: undefined, address: person.address };
  return {
    outcome: { kind: 'joined', accountId, email },
    changes: [
      {
        kind: 'person_joined',
        accountId,
        invitationId,
        email,
        name: person.name.trim(),
        language,
        passwordHash,
        role,
        maker,
        at: now,
        actor,
      },
    ],
    restsOn: grantPinned(invitation.made),
  };
}

/** The invited person does not want to join. */
export function decideDecline(
  invitation: StoredInvitation | undefined,
  person: { readonly userId: number; readonly email: string; readonly address: string | undefined },
  now: Instant,
): Decided<{ readonly kind: 'declined' } | DeadInvitation | Refusal<'another_person'>> {
  const dead = deadInvitation(invitation, now);
  if (invitation === undefined || dead !== undefined) return refuse(dead ?? 'unknown');
  if (invitation.email !== person.email) return refuse('another_person');
  return {
    outcome: { kind: 'declined' },
    changes: [revocation(invitation, { as: 'invited', userId: person.userId, address: person.address }, now)],
  };
}

/** An admin takes an open invitation back. */
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
