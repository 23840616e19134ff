import { z } from 'zod';

/** Answer of `POST …/address-check`. */
export const addressCheck = z
  .object({
    addresses: z
      .array(
        z.object({
          use: z.enum(['redirect', 'button_origin', 'disconnect']),
          address: z.string().meta({ description: 'As it is stored' }),
          fine: z.boolean().meta({
            description:
              'Whether somebody answered with less than 500: without a code or a signature a server cannot answer better than with a refusal',
          }),
          status: z.int().nullable().meta({ description: 'What was answered; null: nothing' }),
          failure: z
            .enum(['refused_address', 'not_https', 'dns', 'connect', 'tls', 'timeout', 'bad_answer'])
            .nullable()
            .meta({
              description:
                'Why nothing was answered: `refused_address` (not public), `not_https`, `dns` (no public address was found for the host), `connect`, `tls`, `timeout`, `bad_answer` (no HTTP)',
            }),
        }),
      )
      .meta({ description: 'The redirect address, each origin, the disconnect address' }),
  })
  .meta({ id: 'AddressCheck', description: 'What the platform found at the addresses of an integration' });
