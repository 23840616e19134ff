import { z } from 'zod';
import { beforePlace, nextBefore, pageLimit } from './page.ts';
import { integrationParams } from './registry.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const id = z.guid().meta({ format: 'uuid', pattern: undefined });

/** Path parameters of a long-lived token. */
export const longLivedTokenParams = integrationParams.extend({
  token_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The token' }),
});

/** Body of `POST …/tokens`. */
export const newLongLivedToken = z
  .strictObject({
    name: z.string().meta({ description: 'To tell it from others; 1 to 100 characters', examples: ['Nightly report'] }),
    expires_at: moment.meta({ description: 'Its end in Unix seconds: from a day to five years away' }),
  })
  .meta({ id: 'NewLongLivedToken' });

/** A long-lived token, of which the token itself is not kept. */
export const longLivedToken = z
  .object({
    token_id: id,
    name: z.string(),
    minted_by: z.object({ id: z.int(), name: z.string(), is_admin: z.boolean() }).meta({
      description: 'With whose full access it works, also once they are no active admin any more (`is_admin` false)',
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
      .meta({ description: 'Whether it works, or why not' }),
  })
  .meta({ id: 'LongLivedToken' });

export type LongLivedTokenBody = z.infer<typeof longLivedToken>;

/** Query of `GET …/tokens`. */
export const longLivedTokenPage = z.strictObject({ limit: pageLimit, before: beforePlace });

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
      .meta({ description: 'The token itself. It is not kept and is never shown again.', format: 'password' }),
    issued_at: moment,
    expires_at: moment,
  })
  .meta({ id: 'MintedToken' });

/** Answer of `POST …/one-time-token`. */
export const oneTimeToken = z
  .object({
    token: z
      .string()
      .meta({ description: 'A JWT for the integration’s own backend, as `X-Auth-Token`', format: 'password' }),
    expires_at: moment,
  })
  .meta({ id: 'OneTimeToken' });

const use = z.object({
  at: moment,
  address: z.string().nullable().meta({ description: 'The integrator’s address' }),
});

/** A refresh token that was refused because it had been used before. */
export const refusedToken = z
  .object({
    client_id: id,
    person: z.object({ id: z.int(), name: z.string() }).nullable().meta({ description: 'Who granted the access' }),
    first_use: use.nullable().meta({ description: 'When it was exchanged; `null` when that is not known any more' }),
    used_again: use
      .extend({ last_at: moment, count: z.int() })
      .meta({ description: 'When it was presented again, and refused' }),
  })
  .meta({ id: 'RefusedToken', description: 'A refresh token that was used again after its successor' });

export type RefusedTokenBody = z.infer<typeof refusedToken>;

/** An access whose newest token is refused. */
export const endedAccess = z
  .object({
    client_id: id,
    person: z.object({ id: z.int(), name: z.string() }).meta({ description: 'Who granted the access' }),
    reason: z.string().meta({ description: 'As `POST /oauth2/explain` names it' }),
    at: moment.nullable(),
    by: z
      .object({ part: z.string().nullable(), name: z.string().nullable() })
      .meta({ description: 'Who ended it: their part, and the name of a person of this account' }),
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
    .meta({ type: 'string', pattern: undefined, description: '`next_before` of the page before' }),
});

function readReuse(text: string) {
  const [at = '', generation = '', ...family] = text.split('-');
  return { at: Number(at), generation: Number(generation), familyId: family.join('-') };
}

/** Where a page of refused tokens begins, as it stands in `next_before`. */
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
    refused: z.array(refusedToken).meta({ description: 'By the first time that each was used again, newest first' }),
    next_before: nextBefore,
    ended: z.array(endedAccess).meta({
      description: 'With the first page only: newest first, at most 200, of the newest 400 accesses that were given',
    }),
  })
  .meta({ id: 'RefusedTokenList' });
