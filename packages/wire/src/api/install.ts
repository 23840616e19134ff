import { z } from 'zod';
import { beforeId, beforePlace, namePart, nextBefore, pageLimit } from './page.ts';

const moment = z.int().meta({ description: 'Unix seconds' });

/** One person's permission in an installation. */
export const grant = z
  .object({
    grant_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
    user: z.object({ id: z.int(), name: z.string() }).meta({ description: 'Who gave it' }),
    full_access: z
      .boolean()
      .meta({ description: 'Given by an admin: not bounded by that person’s rights, and survives them' }),
    restricted: z.boolean().meta({
      description: 'Moved from an external integration: it can do what that could, until this person consents again',
    }),
    scopes: z.array(z.string()),
    created_at: moment,
    updated_at: moment,
    last_used_at: moment
      .nullable()
      .meta({ description: 'The last call of the API with one of its tokens, up to a minute late; null: none yet' }),
    expires_at: moment.nullable().meta({
      description: 'When its last token runs out unless it is refreshed; null: no token works',
    }),
  })
  .meta({ id: 'Grant', description: 'One person’s permission, working now' });

/** An integration installed in an account, with what was granted there. */
export const installation = z
  .object({
    client_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
    name: z.string(),
    summary: z.string(),
    logo_url: z.string().nullable(),
    kind: z.enum(['private', 'public', 'external']),
    integration_state: z
      .enum(['active', 'stopped'])
      .meta({ description: '`stopped`: its owner has switched it off everywhere' }),
    state: z.enum(['enabled', 'disabled']),
    fresh_codes: z
      .enum(['allowed', 'forbidden'])
      .meta({ description: 'Whether the integrator’s server may ask for codes by itself' }),
    enabled_at: moment,
    disabled_at: moment.nullable(),
    grants: z.array(grant).meta({ description: 'Those that work now, the newest ten; all of them: `…/grants`' }),
    grant_count: z.int().meta({ description: 'How many work now, counted up to 1000: then there are as many or more' }),
  })
  .meta({ id: 'Installation', description: 'An integration in an account that connected it' });

/** Answer of `GET …/installations/{client_id}`. */
export const installationDetail = installation
  .extend({
    other_side: z
      .object({
        code: z
          .object({ issued_at: moment, expires_at: moment, redeemed_at: moment.nullable() })
          .nullable()
          .meta({ description: 'The newest code; null: none within a week' }),
        exchanged_at: moment
          .nullable()
          .meta({ description: 'When the integrator last exchanged a code for tokens that still count' }),
        last_used_at: moment.nullable(),
        code_asked_at: moment.nullable().meta({
          description: 'When the integrator’s server last asked for a fresh code by itself; null: not within 30 days',
        }),
      })
      .meta({ description: 'Whether the integrator’s server took the keys, and uses them' }),
    ways: z
      .object({
        widget: z.boolean().meta({ description: 'Its widget can be installed, or be sent a fresh code' }),
        settings: z.boolean().meta({ description: 'Its widget has settings' }),
        consent: z.boolean().meta({ description: 'A person can allow it on the consent page' }),
        adoption: z
          .object({
            adoption_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
            integration: z.string().meta({ description: 'Name of the published integration' }),
            moves_at: moment,
          })
          .nullable()
          .meta({ description: 'A published integration is about to take its place' }),
      })
      .meta({ description: 'What an admin can do on the account’s pages, each with a press of their own' }),
  })
  .meta({ id: 'InstallationDetail', description: 'An installation, with the state on both sides' });

export type InstallationBody = z.infer<typeof installation>;

export type InstallationDetailBody = z.infer<typeof installationDetail>;

/** Query of `GET …/installations`. */
export const installationPage = z.strictObject({ limit: pageLimit, before: beforePlace, q: namePart });

/** Answer of `GET …/installations`. */
export const installationList = z
  .object({
    installations: z
      .array(installation)
      .meta({ description: 'By when each was first enabled, newest first. A page of a search may be short.' }),
    next_before: nextBefore,
  })
  .meta({ id: 'InstallationList' });

const days = z
  .array(
    z.object({
      day: z.string().meta({ description: 'The date in UTC', examples: ['2026-11-22'] }),
      calls: z.int().meta({ description: 'Calls of the API with its tokens, up to a minute late' }),
    }),
  )
  .meta({ description: 'The last 30 days, oldest first, the last one being today' });

/** Query of `GET …/installations/{client_id}/grants` and of `…/usage`. */
export const grantPage = z.strictObject({ limit: pageLimit, before: beforeId });

/** Answer of `GET …/installations/{client_id}/grants`. */
export const grantList = z
  .object({
    grants: z
      .array(grant.extend({ days }).meta({ id: 'UsedGrant', description: 'A grant, and how often it was used' }))
      .meta({ description: 'Those that work now, newest first' }),
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
      .meta({ description: 'Grants that were used in these days, ended ones too, newest first' }),
    next_before: nextBefore,
  })
  .meta({ id: 'Usage', description: 'How often the grants of an installation were used' });
