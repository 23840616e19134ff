import { z } from 'zod';
import { beforeId, namePart, nextBefore, pageLimit } from './page.ts';
import { accountParams } from './registry.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const role = z.enum(['admin', 'member']);
const state = z.enum(['active', 'deactivated']);
const uuid = z.guid().meta({ format: 'uuid', pattern: undefined });
const language = z.enum(['ru', 'en']);

/** Answer of `GET /me`. */
export const me = z
  .object({
    user: z
      .object({ id: z.int(), email: z.string(), name: z.string(), language })
      .meta({ description: 'Who is signed in' }),
    session_id: z.string().meta({ description: 'This session among `GET /sessions`' }),
  })
  .meta({ id: 'Me' });

/** Body of `PATCH /me`. */
export const meEdit = z
  .strictObject({ language: language.meta({ description: 'In which pages, problems and letters are written' }) })
  .meta({ id: 'MeEdit' });

/** Answer of `GET /accounts`. */
export const accountList = z
  .object({
    accounts: z
      .array(
        z.object({
          id: z.int(),
          name: z.string(),
          subdomain: z.string(),
          domain: z.string().meta({ description: 'The host of its API', examples: ['demo.pristan.example'] }),
          role,
          state: state.meta({ description: 'The person’s place in it' }),
        }),
      )
      .meta({ description: 'By name, at most 500' }),
  })
  .meta({ id: 'AccountList' });

const member = z
  .object({ user_id: z.int(), name: z.string(), email: z.string(), role, state })
  .meta({ id: 'Member', description: 'A person in an account' });

export type MemberBody = z.infer<typeof member>;

const wholeNumber = (
  bounds: { readonly min: number; readonly max: number; readonly standard: number },
  description: string,
) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= bounds.min && value <= bounds.max)
    .default(bounds.standard)
    .meta({
      type: 'integer',
      pattern: undefined,
      minimum: bounds.min,
      maximum: bounds.max,
      default: bounds.standard,
      description,
    });

/** Query of `GET …/members`. */
export const memberPage = z.strictObject({
  limit: wholeNumber({ min: 1, max: 250, standard: 50 }, 'How many'),
  offset: wholeNumber({ min: 0, max: 1_000_000, standard: 0 }, 'How many to leave out; better ask with `after`'),
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional()
    .meta({ type: 'integer', pattern: undefined, minimum: 0, description: '`next_after` of the page before' }),
  q: namePart.meta({ description: 'Only people with these letters in their name or address, in any case' }),
});

/** Answer of `GET …/members`. */
export const memberList = z
  .object({
    members: z.array(member).meta({ description: 'By id' }),
    total: z.int().meta({ description: 'How many the account has, whatever was asked for' }),
    next_after: z.int().nullable().meta({ description: '`after` of the next page; null: this is the last' }),
  })
  .meta({ id: 'MemberList' });

/** Path parameters of a member. */
export const memberParams = accountParams.extend({
  user_id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'The person' }),
});

/** Body of `PATCH …/members/{user_id}`: what is absent stays. */
export const memberEdit = z.strictObject({ role: role.optional(), state: state.optional() }).meta({ id: 'MemberEdit' });

/** Answer of `PATCH …/members/{user_id}`. */
export const changedMember = member;

/** Query of `GET …/members/{user_id}/grants`. */
export const memberGrantPage = z.strictObject({
  limit: pageLimit,
  before: beforeId,
  full_access: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ type: 'boolean', enum: undefined, description: 'Only grants with full access, or only those without' }),
});

/** Answer of `GET …/members/{user_id}/grants`. */
export const memberGrantList = z
  .object({
    grants: z
      .array(
        z.object({
          grant_id: uuid,
          client_id: uuid,
          integration_name: z.string(),
          full_access: z.boolean().meta({
            description: 'Goes on working when the person is deactivated; any other ends with them, for good',
          }),
          created_at: moment,
        }),
      )
      .meta({ description: 'Those that work now, newest first' }),
    next_before: nextBefore,
  })
  .meta({ id: 'MemberGrantList' });

const invitation = z
  .object({
    invitation_id: uuid,
    email: z.string(),
    name: z.string().meta({ description: 'As the inviter knew it; may be empty' }),
    role,
    created_at: moment,
    expires_at: moment,
    ended: z.enum(['inviter_not_admin', 'inviter_unknown', 'access_ended']).nullable().meta({
      description:
        'Why it can be accepted no longer: the person who invited is no active admin now, or the access with which a program invited has ended. `null`: it can.',
    }),
    asks_admin: z.boolean().meta({
      description:
        'A program asked that this person becomes an admin. The invitation makes them a member; an admin can change that once they have joined.',
    }),
  })
  .meta({ id: 'Invitation', description: 'An invitation that nobody has answered yet' });

export type InvitationBody = z.infer<typeof invitation>;

/** Answer of `GET …/invitations`. */
export const invitationList = z
  .object({ invitations: z.array(invitation).meta({ description: 'Newest first, at most 200' }) })
  .meta({ id: 'InvitationList' });

/** Body of `POST …/invitations`. */
export const newInvitation = z
  .strictObject({
    email: z.string().meta({ examples: ['vera@shop.example'] }),
    name: z.string().optional(),
    role,
    language: language.optional().meta({ description: 'Of the letter, for somebody new; the inviter’s when absent' }),
  })
  .meta({ id: 'NewInvitation' });

/** Answer of `POST …/invitations`. */
export const sentInvitation = z.object({ invitation_id: uuid, email: z.string() }).meta({ id: 'SentInvitation' });

/** Path parameters of an invitation. */
export const invitationParams = accountParams.extend({
  invitation_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The invitation' }),
});

/** Answer of `GET /sessions`. */
export const sessionList = z
  .object({
    sessions: z
      .array(
        z.object({
          session_id: z.string(),
          browser: z.string().meta({ description: 'Browser and system in short; empty when unknown' }),
          address: z.string(),
          created_at: moment,
          last_seen_at: moment,
          current: z.boolean(),
        }),
      )
      .meta({ description: 'Last used first, at most 100' }),
  })
  .meta({ id: 'SessionList' });

/** Path parameters of a session. */
export const sessionParams = z.object({
  session_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .meta({ description: 'The session' }),
});
