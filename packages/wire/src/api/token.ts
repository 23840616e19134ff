import { z } from 'zod';
import { beforeCursor, nextBefore, pageLimit } from './page.ts';
import { integrationParams } from './registry.ts';
import { lineText } from './text-fields.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const id = z.guid().meta({ format: 'uuid', pattern: undefined });

/** Path parameters of one long-lived token. */
export const longLivedTokenParams = integrationParams.extend({
  token_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The token' }),
});

/** Body of `POST …/tokens`. */
export const newLongLivedToken = z
  .strictObject({
    name: lineText(1000).meta({
      description: 'A label for its owner; 1 to 100 characters',
      examples: ['Nightly report'],
    }),
    expires_at: moment.meta({ description: 'Expiry, Unix seconds: one day to five years from now' }),
  })
  .meta({ id: 'NewLongLivedToken' });

/** A long-lived token as listed; the text of the token itself is never stored. */
export const longLivedToken = z
  .object({
    token_id: id,
    name: z.string(),
    minted_by: z.object({ id: z.int(), name: z.string(), is_admin: z.boolean() }).meta({
      description:
        'Admin whose full access the token has. It keeps working after they stop being an active admin (`is_admin` false)',
    }),
    issued_at: moment,
    expires_at: moment,
    revoked_at: moment.nullable(),
    standing: z
      .enum([
        'live',
        'expired',
        'revoked',
        'grant_revoked',
        'installation_disabled',
        'integration_stopped',
        'secret_revoked',
        'person_deactivated',
      ])
      .meta({ description: 'Status: `live`, or why the token no longer works' }),
  })
  .meta({ id: 'LongLivedToken' });

export type LongLivedTokenBody = z.infer<typeof longLivedToken>;

/** Query of `GET …/tokens`. */
export const longLivedTokenPage = z.strictObject({ limit: pageLimit, before: beforeCursor });

/** Answer of `GET …/tokens`. */
export const longLivedTokenList = z
  .object({ tokens: z.array(longLivedToken).meta({ description: 'Newest first' }), next_before: nextBefore })
  .meta({ id: 'LongLivedTokenList' });

/** Answer of `POST …/tokens`. */
export const mintedToken = z
  .object({
    token_id: id,
    token: z
      .string()
      .meta({ description: 'The token itself. It is not stored and is never shown again.', format: 'password' }),
    issued_at: moment,
    expires_at: moment,
  })
  .meta({ id: 'MintedToken' });

/** Answer of `POST …/one-time-token`. */
export const oneTimeToken = z
  .object({
    token: z
      .string()
      .meta({ description: 'JWT for the integration’s own backend, sent as `X-Auth-Token`', format: 'password' }),
    expires_at: moment,
  })
  .meta({ id: 'OneTimeToken' });

const use = z.object({
  at: moment,
  address: z.string().nullable().meta({ description: 'IP address of the integrator’s server' }),
});

/** A refresh token that was refused because it had been used before. */
export const refusedToken = z
  .object({
    client_id: id,
    person: z
      .object({ id: z.int(), name: z.string() })
      .nullable()
      .meta({ description: 'Person who granted the access' }),
    first_use: use.nullable().meta({ description: 'Its exchange for a successor; `null` when no longer known' }),
    used_again: use
      .extend({ last_at: moment, count: z.int() })
      .meta({ description: 'Refused attempts to use it again' }),
  })
  .meta({ id: 'RefusedToken', description: 'A refresh token presented again after its successor was used' });

export type RefusedTokenBody = z.infer<typeof refusedToken>;

/** A grant that ended, so that its newest token is refused, with the user who gave it. */
export const endedAccess = z
  .object({
    client_id: id,
    person: z.object({ id: z.int(), name: z.string() }).meta({ description: 'Person who granted the access' }),
    reason: z.string().meta({ description: 'A `reason` of `POST /oauth2/explain`' }),
    at: moment.nullable(),
    by: z
      .object({ part: z.string().nullable(), name: z.string().nullable() })
      .meta({ description: 'Actor that ended it: the role, and the name if they are a member of this account' }),
  })
  .meta({ id: 'EndedAccess' });

export type EndedAccessBody = z.infer<typeof endedAccess>;

/** Query of `GET …/refused-tokens`. */
export const refusedTokenPage = z.strictObject({
  limit: pageLimit,
  before: z
    .string()
    .regex(/^\d{1,15}-\d{1,9}-[\w-]{1,100}$/)
    .transform(readReuse)
    .optional()
    .meta({ type: 'string', pattern: undefined, description: '`next_before` of the previous page' }),
});

function readReuse(text: string) {
  const [at = '', generation = '', ...family] = text.split('-');
  return { at: Number(at), generation: Number(generation), familyId: family.join('-') };
}

/** Writes the cursor of a page of refused tokens, for `next_before`. */
export function reuseText(reuse: {
  readonly at: number;
  readonly generation: number;
  readonly familyId: string;
}): string {
  return `${reuse.at}-${reuse.generation}-${reuse.familyId}`;
}

/** Answer of `GET …/refused-tokens`. */
export const refusedTokenList = z
  .object({
    refused: z.array(refusedToken).meta({ description: 'Sorted by the first refused reuse, newest first' }),
    next_before: nextBefore,
    ended: z.array(endedAccess).meta({
      description: 'First page only: newest first, at most 200 of the 400 newest grants',
    }),
  })
  .meta({ id: 'RefusedTokenList' });
