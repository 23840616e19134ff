import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Role } from '../access/standing.ts';
import type { AccountsChange, Actor, Outsider } from '../change.ts';
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
  /** The integration that invites, when no person pressed. */
  readonly integrationId?: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly language: 'ru' | 'en';
  readonly tokenHash: Uint8Array;
  /** The mail that will carry the token, which is sealed for that mail's row. */
  readonly mailId: string;
  readonly sealedToken: Uint8Array;
}

export interface InvitationFacts {
  /** Whether the address already belongs to a member of the account. */
  readonly isMember: boolean;
  readonly openInvitations: number;
}

export type Invite =
  | { readonly kind: 'invited'; readonly email: string }
  | Refusal<'forbidden' | 'email_malformed' | 'name_malformed' | 'already_member' | 'too_many_open'>;

/** Invites a person; a second invitation of the same address replaces the first. Membership begins when they accept. */
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
  if (facts.openInvitations >= invitationsPerAccountMax) return refuse('too_many_open');
  return {
    outcome: { kind: 'invited', email },
    changes: [
      {
        kind: 'invitation_sent',
        ...draft,
        email,
        name,
        expiresAt: now + invitationLifetimeMs,
        at: now,
        actor: by.actor,
      },
    ],
  };
}

export interface StoredInvitation {
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
export type DeadInvitation = Refusal<'unknown' | 'expired' | 'used' | 'already_member'>;

/** Whether an invitation can still be answered; `undefined` when it can. */
export function deadInvitation(
  invitation: StoredInvitation | undefined,
  now: Instant,
): DeadInvitation['reason'] | undefined {
  if (invitation === undefined || invitation.state === 'revoked') return 'unknown';
  if (invitation.state === 'accepted') return 'used';
  if (now >= invitation.expiresAt) return 'expired';
  // An invitation from before must neither let a deactivated member back in nor change an active one's rights.
  return invitation.isMember ? 'already_member' : undefined;
}

/** Joins the account the invitation is for. Only the person it was sent to, while it is open. */
export function decideAccept(
  invitation: StoredInvitation | undefined,
  person: { readonly userId: number; readonly email: string; readonly address: string | undefined },
  now: Instant,
): Decided<{ readonly kind: 'accepted'; readonly accountId: number } | DeadInvitation | Refusal<'another_person'>> {
  const dead = deadInvitation(invitation, now);
  if (invitation === undefined || dead !== undefined) return refuse(dead ?? 'unknown');
  if (invitation.email !== person.email) return refuse('another_person');
  const { accountId, invitationId, role } = invitation;
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
        at: now,
        actor: { as: 'invited', userId, address: person.address },
      },
    ],
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
  if (invitation === undefined || dead !== undefined) return refuse(dead ?? 'unknown');
  if (invitation.personExists) return refuse('person_exists');
  if (!isPersonName(person.name)) return refuse('name_malformed');
  const { accountId, invitationId, email, role } = invitation;
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
        at: now,
        actor,
      },
    ],
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
