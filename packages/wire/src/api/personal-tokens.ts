import { z } from 'zod';
import { tokenAbilities } from '../token/personal.ts';
import { beforePlace, nextBefore, pageLimit } from './page.ts';
import { accountParams } from './registry.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const id = z.guid().meta({ format: 'uuid', pattern: undefined });

const ability = z.enum(tokenAbilities).meta({
  id: 'TokenAbility',
  description:
    'What a token may do. `integrations:read`: integrations and their widgets; `widgets:write`: upload a version and choose the live one; `deliveries:read`: what was sent, try by try; `deliveries:resend`: send it anew.',
});

/** Path parameters of a personal access token. */
export const personalTokenParams = accountParams.extend({
  token_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The token' }),
});

/** Body of `POST …/access-tokens`. */
export const newPersonalToken = z
  .strictObject({
    name: z.string().meta({ description: 'To tell it from others; 1 to 100 characters', examples: ['Nightly build'] }),
    abilities: z.array(ability).meta({ description: 'What it may do, at least one, each once' }),
    client_id: z
      .guid()
      .toLowerCase()
      .nullable()
      .optional()
      .meta({ format: 'uuid', pattern: undefined, description: 'The only integration it is for; absent: all' }),
    expires_in_days: z.int().optional().meta({ description: '1 to 366; 90 when absent' }),
  })
  .meta({ id: 'NewPersonalToken' });

/** A personal access token, of which the token itself is not kept. */
export const personalToken = z
  .object({
    token_id: id,
    name: z.string(),
    owner: z
      .object({ id: z.int(), name: z.string() })
      .meta({ description: 'Whose it is; it never does more than they may do at that moment' }),
    abilities: z.array(ability),
    client_id: id.nullable().meta({ description: 'The only integration it is for; null: all of the account’s' }),
    integration_name: z.string().nullable(),
    created_at: moment,
    expires_at: moment,
    last_used_at: moment.nullable().meta({ description: 'To the minute, and a minute late' }),
    revoked_at: moment.nullable(),
    standing: z
      .enum(['live', 'expired', 'revoked', 'person_deactivated', 'not_admin'])
      .meta({ description: 'Whether it works, or why not' }),
  })
  .meta({ id: 'PersonalToken' });

export type PersonalTokenBody = z.infer<typeof personalToken>;

/** Query of `GET …/access-tokens`. */
export const personalTokenPage = z.strictObject({ limit: pageLimit, before: beforePlace });

/** Answer of `GET …/access-tokens`. */
export const personalTokenList = z
  .object({ tokens: z.array(personalToken).meta({ description: 'Newest first' }), next_before: nextBefore })
  .meta({ id: 'PersonalTokenList' });

/** Answer of `POST …/access-tokens`. */
export const mintedPersonalToken = z
  .object({
    token_id: id,
    token: z.string().meta({
      description: '`pristan_pat_…`. It is not kept and is never shown again.',
      format: 'password',
    }),
    expires_at: moment,
  })
  .meta({ id: 'MintedPersonalToken' });
