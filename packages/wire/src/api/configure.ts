import { z } from 'zod';
import { recordOf } from './bounded.ts';
import { judgedText, opaqueText } from './text-fields.ts';

const type = z.enum(['text', 'pass', 'users', 'users_lp', 'custom']);

/** A field of a widget's settings in one installation, with its value. */
export const settingField = z
  .object({
    field: z.string().meta({
      description:
        'Name of the field in `PUT …/settings`: the setting’s key; for `users` `key.<user id>`; for `users_lp` `key.<user id>.login` and `key.<user id>.password`',
      examples: ['login'],
    }),
    key: z.string(),
    type,
    required: z.boolean().meta({ description: 'For `users` and `users_lp`: at least one person needs a value' }),
    name: z.record(z.string(), z.string()).meta({ description: 'Text by language' }),
    user_id: z
      .int()
      .nullable()
      .meta({ description: 'The person the value belongs to; null: one value for the account' }),
    set: z.boolean().meta({ description: 'Whether a value is stored' }),
    value: z.string().nullable().meta({ description: 'Always `null` for passwords' }),
  })
  .meta({ id: 'SettingField' });

export type SettingFieldBody = z.infer<typeof settingField>;

/** Answer of `GET …/settings` and `PUT …/settings`. */
export const installationSettings = z
  .object({ fields: z.array(settingField).meta({ description: 'Settings of the live version, in its order' }) })
  .meta({ id: 'InstallationSettings' });

/** Body of `PUT …/settings`. */
export const newSettings = z
  .strictObject({
    values: recordOf(opaqueText(1000), judgedText(200_000).nullable(), 2_000).meta({
      description:
        'Values by `field`, replaced as a whole: a value that is absent, empty or `null` is deleted. An absent or empty password or `custom` value stays; only `null` deletes it.',
      examples: [{ login: 'romashka', password: 'correct horse' }],
    }),
  })
  .meta({ id: 'NewSettings' });

/** Body of `PUT …/fresh-codes`. */
export const freshCodesSwitch = z
  .strictObject({
    allowed: z.boolean().meta({ description: 'Whether the integrator’s server may request fresh codes' }),
  })
  .meta({ id: 'FreshCodesSwitch' });

/** Path parameter of `POST /installations/{account}/code`. */
export const namedAccount = z.object({
  account: opaqueText(100).meta({
    description: 'The account’s id in decimal, or its current subdomain',
    examples: ['demo'],
  }),
});

/** Body of `POST /installations/{account}/code`; other members are ignored. */
export const freshCodeRequest = z
  .object({
    client_id: opaqueText(1000).optional().meta({ description: 'In the body or by HTTP Basic' }),
    client_secret: opaqueText(1000).optional().meta({ description: 'In the body or by HTTP Basic' }),
    grant_id: opaqueText(1000)
      .optional()
      .meta({ description: 'The grant the code is for; when absent, the grant of the admin who consented last' }),
  })
  .meta({ id: 'FreshCodeRequest' });

/** Answer of `POST /installations/{account}/code`. It contains no secret. */
export const freshCodeAnswer = z
  .object({
    delivery_id: z.string().meta({ description: 'Delivery of the install hook that carries the code' }),
    code_expires_at: z.int().meta({ description: 'Unix seconds' }),
  })
  .meta({ id: 'FreshCodeAnswer' });
