import { z } from 'zod';

const moment = z.int().meta({ description: 'Unix seconds' });

/** Answer of `GET …/integrations/{client_id}/first-token`. */
export const firstToken = z
  .object({
    addresses: z
      .object({
        authorize: z.string().meta({ description: 'Where a person is sent to allow access' }),
        token: z.string().meta({ description: 'Where codes and refresh tokens are exchanged' }),
        api: z.string().meta({ description: 'The API of this account, to which `/api/v4/…` is added' }),
      })
      .meta({ description: 'Where an integrator’s server calls in this account' }),
    code: z
      .object({
        issued_at: moment,
        expires_at: moment,
        redeemed_at: moment.nullable().meta({ description: 'null: it was not exchanged' }),
      })
      .nullable()
      .meta({ description: 'The newest code; null: none within a week' }),
    exchanged_at: moment.nullable().meta({ description: 'When a code was last exchanged for tokens that still count' }),
    called_at: moment.nullable().meta({
      description: 'The last call of the API; where several servers answer, up to a minute late',
    }),
    refreshed_at: moment.nullable(),
    refused: z
      .object({
        at: moment,
        reason: z.string().meta({
          description:
            'A word, such as `redirect_uri_differs`, `code_used`, `code_expired` or `secret_wrong`; there may be new ones',
        }),
        difference: z.string().nullable().meta({
          description: 'Of a redirect URI that differs: how it does, such as `slash`, `case`, `scheme`; `other`',
        }),
      })
      .nullable()
      .meta({
        description:
          'The last exchange that was refused although the secret was right, or the code was the integration’s',
      }),
  })
  .meta({ id: 'FirstToken', description: 'How far an integration got in its technical account, as it stands now' });

export type FirstTokenBody = z.infer<typeof firstToken>;
