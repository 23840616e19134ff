import { z } from 'zod';
import { languages } from '../generated/languages.ts';
import { beforeId, namePart, nextBefore, pageLimit } from './page.ts';
import { accountParams } from './registry.ts';
import { addressText, lineText } from './text-fields.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const role = z.enum(['admin', 'member']);
const state = z.enum(['active', 'deactivated']);
const uuid = z.guid().meta({ format: 'uuid', pattern: undefined });
const language = z.enum(languages);

/** Answer of `GET /me`. */
export const me = z
  .object({
    user: z
      .object({ id: z.int(), email: z.string(), name: z.string(), language })
      .meta({ description: 'The signed-in person' }),
    session_id: z.string().meta({ description: 'Id of this session in `GET /sessions`' }),
  })
  .meta({ id: 'Me' });

/** Body of `PATCH /me`. */
export const meEdit = z
  .strictObject({ language: language.meta({ description: 'Language of pages, problems and mail' }) })
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
          domain: z.string().meta({ description: 'Host of the account’s API', examples: ['demo.pristan.example'] }),
          role,
          state: state.meta({ description: 'State of the person’s membership' }),
        }),
      )
      .meta({ description: 'Sorted by name, at most 500' }),
  })
  .meta({ id: 'AccountList' });

const member = z
  .object({ user_id: z.int(), name: z.string(), email: z.string(), role, state })
  .meta({ id: 'Member', description: 'A member of an account' });

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
  limit: wholeNumber({ min: 1, max: 250, standard: 50 }, 'Page size'),
  offset: wholeNumber({ min: 0, max: 1_000_000, standard: 0 }, 'Number of members to skip; prefer `after`'),
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional()
    .meta({ type: 'integer', pattern: undefined, minimum: 0, description: '`next_after` of the previous page' }),
  q: namePart.meta({ description: 'Case-insensitive substring of the name or email address' }),
});

/** Answer of `GET …/members`. */
export const memberList = z
  .object({
    members: z.array(member).meta({ description: 'Sorted by id' }),
    total: z.int().meta({ description: 'Number of members of the account, whatever the query' }),
    admins: z.int().meta({ description: 'Number of active admins. The last one can’t be demoted or deactivated' }),
    next_after: z.int().nullable().meta({ description: '`after` of the next page; null on the last page' }),
  })
  .meta({ id: 'MemberList' });

/** Path parameters of one member of an account. */
export const memberParams = accountParams.extend({
  user_id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'The person' }),
});

/** Body of `PATCH …/members/{user_id}`: fields that are absent stay unchanged. */
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
    .meta({
      type: 'boolean',
      enum: undefined,
      description: '`true`: only grants with full access; `false`: only grants without',
    }),
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
            description: '`true`: the grant survives the person’s deactivation; `false`: deactivation ends it for good',
          }),
          created_at: moment,
        }),
      )
      .meta({ description: 'Active grants, newest first' }),
    next_before: nextBefore,
  })
  .meta({ id: 'MemberGrantList' });

const invitation = z
  .object({
    invitation_id: uuid,
    email: z.string(),
    name: z.string().meta({ description: 'Name given by the inviter; may be empty' }),
    role,
    created_at: moment,
    expires_at: moment,
    ended: z.enum(['inviter_not_admin', 'inviter_unknown', 'access_ended']).nullable().meta({
      description:
        'Why it can no longer be accepted: the inviter is not an active admin now, or the access of the integration that invited has ended. `null`: it can be accepted.',
    }),
    own: z.boolean().meta({ description: '`true` if you sent it or it has ended; only then can you renew it' }),
    asks_admin: z.boolean().meta({
      description:
        'An integration asks to make this person an admin. The invitation makes them a member; an admin can change the role after they join.',
    }),
  })
  .meta({ id: 'Invitation', description: 'A pending invitation' });

export type InvitationBody = z.infer<typeof invitation>;

/** Answer of `GET …/invitations`. */
export const invitationList = z
  .object({ invitations: z.array(invitation).meta({ description: 'Newest first, at most 200' }) })
  .meta({ id: 'InvitationList' });

/** Body of `POST …/invitations`. */
export const newInvitation = z
  .strictObject({
    email: addressText(1000, 'not_an_email').meta({ examples: ['vera@shop.example'] }),
    name: lineText(1000).optional(),
    role,
    language: language.optional().meta({
      description: 'Language of the mail to a person without an account on the platform; the inviter’s when absent',
    }),
  })
  .meta({ id: 'NewInvitation' });

/** Answer of `POST …/invitations`. */
export const sentInvitation = z.object({ invitation_id: uuid, email: z.string() }).meta({ id: 'SentInvitation' });

/** Body of `POST …/invitations/{invitation_id}/renewal`. */
export const invitationRenewal = z
  .strictObject({
    by: z.enum(['letter', 'link']).meta({ description: '`letter`: mailed again; `link`: the response has the link' }),
  })
  .meta({ id: 'InvitationRenewal' });

/** Answer of `POST …/invitations/{invitation_id}/renewal`. */
export const renewedInvitation = sentInvitation
  .extend({
    link: z
      .string()
      .nullable()
      .meta({ description: 'Shown once. Anybody who has the link can read the invitation. null: it was mailed' }),
  })
  .meta({ id: 'RenewedInvitation', description: 'The invitation that replaces the renewed one' });

/** Path parameters of one invitation. */
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
          browser: z.string().meta({ description: 'Browser and operating system; empty when unknown' }),
          address: z.string(),
          created_at: moment,
          last_seen_at: moment,
          current: z.boolean(),
        }),
      )
      .meta({ description: 'Most recently used first, at most 100' }),
  })
  .meta({ id: 'SessionList' });

/** Path parameters of one session. */
export const sessionParams = z.object({
  session_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .meta({ description: 'The session' }),
});
