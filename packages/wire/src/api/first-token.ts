import { z } from 'zod';

const moment = z.int().meta({ description: 'Unix seconds' });

/** Answer of `GET …/integrations/{client_id}/first-token`. */
export const firstToken = z
  .object({
    addresses: z
      .object({
        authorize: z.string().meta({ description: 'Authorization endpoint: a person allows access there' }),
        token: z.string().meta({ description: 'Token endpoint' }),
        api: z.string().meta({ description: 'Base URL of this account’s API; append `/api/v4/…`' }),
      })
      .meta({ description: 'Addresses that the integrator’s server calls for this account' }),
    code: z
      .object({
        issued_at: moment,
        expires_at: moment,
        redeemed_at: moment.nullable().meta({ description: 'null: not exchanged' }),
      })
      .nullable()
      .meta({ description: 'The newest code; null: none in the last week' }),
    exchanged_at: moment.nullable().meta({ description: 'Last exchange of a code under a grant that is still active' }),
    called_at: moment.nullable().meta({
      description: 'Last API call; with several servers up to a minute late',
    }),
    refreshed_at: moment.nullable(),
    refused: z
      .object({
        at: moment,
        reason: z.string().meta({
          description:
            'Code of the reason, such as `redirect_uri_differs`, `code_used`, `code_expired` or `secret_wrong`; new codes may be added',
        }),
        difference: z.string().nullable().meta({
          description:
            'Difference of the redirect URI, such as `slash`, `case`, `scheme` or `other`; null for other reasons',
        }),
      })
      .nullable()
      .meta({
        description: 'The last refused exchange that had the right secret or a code of this integration',
      }),
  })
  .meta({
    id: 'FirstToken',
    description: 'Progress of an integration towards its first token, in its technical account',
  });

export type FirstTokenBody = z.infer<typeof firstToken>;
