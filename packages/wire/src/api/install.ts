import { z } from 'zod';
import { beforeId, beforeCursor, namePart, nextBefore, pageLimit } from './page.ts';

const moment = z.int().meta({ description: 'Unix seconds' });

/** One user's grant in an installation. */
export const grant = z
  .object({
    grant_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
    user: z
      .object({
        id: z.int(),
        name: z.string(),
        left: z.boolean().meta({ description: 'Whether the person is no longer active in the account' }),
      })
      .meta({ description: 'Person who granted it' }),
    code: z.enum(['waiting', 'exchanged', 'expired']).meta({ description: 'State of its newest code' }),
    full_access: z
      .boolean()
      .meta({ description: 'Granted by an admin: not limited to that person’s rights, and survives their removal' }),
    restricted: z.boolean().meta({
      description:
        'Moved from an external integration: limited to what that one could do, until this person consents again',
    }),
    scopes: z.array(z.string()),
    created_at: moment,
    updated_at: moment,
    last_used_at: moment
      .nullable()
      .meta({ description: 'Last API call with one of its tokens, up to a minute late; null: never' }),
    expires_at: moment.nullable().meta({
      description: 'Time its last token expires unless refreshed; null: no active token',
    }),
  })
  .meta({ id: 'Grant', description: 'An active grant of one person' });

/** An integration installed in an account, with its grants. */
export const installation = z
  .object({
    client_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
    name: z.string(),
    summary: z.string(),
    logo_url: z.string().nullable(),
    kind: z.enum(['private', 'public', 'external']),
    integration_state: z
      .enum(['active', 'stopped'])
      .meta({ description: '`stopped`: its owner has paused it in all accounts' }),
    state: z.enum(['enabled', 'disabled']),
    fresh_codes: z
      .enum(['allowed', 'forbidden'])
      .meta({ description: 'Whether the integrator’s server may request fresh codes' }),
    enabled_at: moment,
    disabled_at: moment.nullable(),
    grants: z.array(grant).meta({ description: 'The ten newest active grants; `…/grants` has all' }),
    grant_count: z.int().meta({ description: 'Number of active grants, counted up to 1000; 1000 means 1000 or more' }),
  })
  .meta({ id: 'Installation', description: 'An integration installed in an account' });

/** Answer of `GET …/installations/{client_id}`. */
export const installationDetail = installation
  .extend({
    developer: z.string().nullable().meta({
      description: 'Name of the technical account, which is responsible for it; null: an external integration has none',
    }),
    scopes: z
      .array(z.string())
      .meta({ description: 'Scopes it requests now; each grant keeps the scopes it was given' }),
    host: z
      .string()
      .nullable()
      .meta({ description: 'Host of its redirect URI, which receives the codes; null: the integration is deleted' }),
    other_side: z
      .object({
        code: z
          .object({ issued_at: moment, expires_at: moment, redeemed_at: moment.nullable() })
          .nullable()
          .meta({ description: 'The newest code; null: none in the last week' }),
        exchanged_at: moment
          .nullable()
          .meta({ description: 'Last exchange of a code under a grant that is still active' }),
        last_used_at: moment.nullable(),
        sent_codes: z
          .array(
            z.object({
              person: z
                .string()
                .nullable()
                .meta({ description: 'Admin who sent the code; null: the integrator’s server requested it' }),
              at: moment,
              code: z.enum(['waiting', 'exchanged', 'expired']),
              exchanged_at: moment.nullable(),
              delivery: z.enum(['pending', 'started', 'delivered', 'failed', 'unknown', 'overtaken']),
              status: z.int().nullable().meta({ description: 'Response status of the integrator’s server' }),
              took_ms: z.int().nullable(),
            }),
          )
          .meta({ description: 'Codes recently sent by hook, newest first' }),
        code_asked_at: moment.nullable().meta({
          description: 'Last request for a fresh code by the integrator’s server; null: none in the last 30 days',
        }),
      })
      .meta({ description: 'Use of the connection by the integrator’s server' }),
    ways: z
      .object({
        widget: z.boolean().meta({ description: 'Its widget can be installed or sent a fresh code' }),
        settings: z.boolean().meta({ description: 'Its widget has settings' }),
        consent: z.boolean().meta({ description: 'A person can allow access on the consent page' }),
        adoption: z
          .object({
            adoption_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
            integration: z.string().meta({ description: 'Name of the published integration' }),
            moves_at: moment,
          })
          .nullable()
          .meta({ description: 'A published integration that is about to replace it' }),
      })
      .meta({ description: 'Actions open to an admin, each confirmed on a page of its own' }),
  })
  .meta({ id: 'InstallationDetail', description: 'An installation with its connection status' });

export type InstallationBody = z.infer<typeof installation>;

export type InstallationDetailBody = z.infer<typeof installationDetail>;

/** Query of `GET …/installations`. */
export const installationPage = z.strictObject({ limit: pageLimit, before: beforeCursor, q: namePart });

/** Answer of `GET …/installations`. */
export const installationList = z
  .object({
    installations: z.array(installation).meta({
      description:
        'Sorted by first enabling, newest first. A filtered page may be short or empty and still have a next one.',
    }),
    next_before: nextBefore,
  })
  .meta({ id: 'InstallationList' });

/** Query of `GET …/own-access`. */
export const ownAccessPage = z.strictObject({
  limit: pageLimit,
  before: beforeCursor,
  given: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({
      type: 'boolean',
      enum: undefined,
      description: 'Only integrations that work with access of the caller, or only the others',
    }),
});

const ownAccess = z
  .object({
    client_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
    name: z.string(),
    logo_url: z.string().nullable(),
    developer: z.string().nullable().meta({ description: 'The account that develops it; null: an external one' }),
    integration_state: z.enum(['active', 'stopped']),
    state: z.enum(['enabled', 'disabled']),
    enabled_at: moment,
    disabled_at: moment.nullable(),
    grants: z
      .array(grant.omit({ user: true }).meta({ id: 'OwnGrant', description: 'An active grant of the caller' }))
      .meta({ description: 'The caller’s active grants; usually one or none' }),
    others: z.boolean().meta({ description: 'Whether access that somebody else gave works now' }),
  })
  .meta({ id: 'OwnAccess', description: 'An integration in the account, with what the caller gave it' });

export type OwnAccessBody = z.infer<typeof ownAccess>;

/** Answer of `GET …/own-access`. */
export const ownAccessList = z
  .object({
    installations: z.array(ownAccess).meta({ description: 'By when each was first enabled, newest first' }),
    next_before: nextBefore,
  })
  .meta({ id: 'OwnAccessList' });

const days = z
  .array(
    z.object({
      day: z.string().meta({ description: 'Date in UTC', examples: ['2026-11-22'] }),
      calls: z.int().meta({ description: 'API calls with its tokens, up to a minute late' }),
    }),
  )
  .meta({ description: 'The last 30 days, oldest first; the last one is today' });

/** Query of `GET …/installations/{client_id}/grants` and of `…/usage`. */
export const grantPage = z.strictObject({ limit: pageLimit, before: beforeId });

const usedGrant = grant
  .extend({ user: grant.shape.user.extend({ email: z.string() }), days })
  .meta({ id: 'UsedGrant', description: 'A grant with its API calls by day' });

export type UsedGrantBody = z.infer<typeof usedGrant>;

/** Answer of `GET …/installations/{client_id}/grants`. */
export const grantList = z
  .object({
    grants: z.array(usedGrant).meta({ description: 'Active grants, newest first' }),
    next_before: nextBefore,
  })
  .meta({ id: 'GrantList' });

/** Answer of `GET …/installations/{client_id}/usage`. */
export const usage = z
  .object({
    grants: z
      .array(
        z.object({
          grant_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
          days,
        }),
      )
      .meta({ description: 'Grants used in these days, ended ones included, newest first' }),
    next_before: nextBefore,
  })
  .meta({ id: 'Usage', description: 'API calls of an installation’s grants' });
