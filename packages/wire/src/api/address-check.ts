import { z } from 'zod';
import { sendFailures, sendFailureTexts } from './send-failures.ts';

/** Answer of `POST …/address-check`. */
export const addressCheck = z
  .object({
    addresses: z
      .array(
        z.object({
          use: z.enum(['redirect', 'button_origin', 'disconnect']),
          address: z.string().meta({ description: 'The stored address' }),
          fine: z.boolean().meta({
            description:
              'Whether the response status was below 500. A 4xx is fine: the request has no code or signature',
          }),
          status: z.int().nullable().meta({ description: 'Response status; null: no response' }),
          failure: z
            .enum(sendFailures)
            .nullable()
            .meta({
              description: `Why there was no response: ${sendFailureTexts}`,
            }),
        }),
      )
      .meta({ description: 'The redirect URI, each button origin and the disconnect address' }),
  })
  .meta({ id: 'AddressCheck', description: 'Result of requesting the addresses of an integration' });
