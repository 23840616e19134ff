import { z } from 'zod';
import { tokenAbilities } from '../token/personal.ts';
import { beforeCursor, nextBefore, pageLimit } from './page.ts';
import { accountParams } from './registry.ts';
import { lineText } from './text-fields.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const id = z.guid().meta({ format: 'uuid', pattern: undefined });

const ability = z.enum(tokenAbilities).meta({
  id: 'TokenAbility',
  description:
    'A right of a token. `integrations:read`: read integrations and their widgets; `widgets:write`: upload a version and choose the live one; `deliveries:read`: read deliveries with their attempts; `deliveries:resend`: send a delivery again.',
});

/** Path parameters of one personal access token. */
export const personalTokenParams = accountParams.extend({
  token_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The token' }),
});

/** Body of `POST …/access-tokens`. */
export const newPersonalToken = z
  .strictObject({
    name: lineText(1000).meta({
      description: 'A label for its owner; 1 to 100 characters',
      examples: ['Nightly build'],
    }),
    abilities: z
      .array(ability)
      .max(20)
      .meta({ maxItems: tokenAbilities.length, description: 'Abilities of the token; at least one, each once' }),
    client_id: z.guid().toLowerCase().nullable().optional().meta({
      format: 'uuid',
      pattern: undefined,
      description: 'Limits the token to this integration; absent: all of the account’s',
    }),
    expires_in_days: z.int().optional().meta({ description: '1 to 366; 90 when absent' }),
  })
  .meta({ id: 'NewPersonalToken' });

/** A personal access token as listed; the text of the token itself is never stored. */
export const personalToken = z
  .object({
    token_id: id,
    name: z.string(),
    owner: z.object({ id: z.int(), name: z.string() }).meta({
      description: 'The owner. The token never has more rights than its owner has at the time of the request',
    }),
    abilities: z.array(ability),
    client_id: id.nullable().meta({ description: 'Limits the token to this integration; null: all of the account’s' }),
    integration_name: z.string().nullable(),
    created_at: moment,
    expires_at: moment,
    last_used_at: moment.nullable().meta({ description: 'Rounded to the minute, up to a minute late' }),
    revoked_at: moment.nullable(),
    standing: z
      .enum(['live', 'expired', 'revoked', 'person_deactivated', 'not_admin'])
      .meta({ description: 'Status: `live`, or why the token no longer works' }),
  })
  .meta({ id: 'PersonalToken' });

export type PersonalTokenBody = z.infer<typeof personalToken>;

/** Query of `GET …/access-tokens`. */
export const personalTokenPage = z.strictObject({ limit: pageLimit, before: beforeCursor });

/** Answer of `GET …/access-tokens`. */
export const personalTokenList = z
  .object({ tokens: z.array(personalToken).meta({ description: 'Newest first' }), next_before: nextBefore })
  .meta({ id: 'PersonalTokenList' });

/** Answer of `POST …/access-tokens`. */
export const mintedPersonalToken = z
  .object({
    token_id: id,
    token: z.string().meta({
      description: '`pristan_pat_…`. It is not stored and is never shown again.',
      format: 'password',
    }),
    expires_at: moment,
  })
  .meta({ id: 'MintedPersonalToken' });
