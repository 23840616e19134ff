import { z } from 'zod';

const type = z.enum(['text', 'pass', 'users', 'users_lp', 'custom']);

/** A field of a widget's settings in one installation. */
export const settingField = z
  .object({
    field: z.string().meta({
      description:
        'By it a value is sent: the key of the setting; of `users` `key.<user id>`, of `users_lp` `key.<user id>.login` and `key.<user id>.password`',
      examples: ['login'],
    }),
    key: z.string(),
    type,
    required: z.boolean().meta({ description: 'Of `users` and `users_lp`: of one person at least' }),
    name: z.record(z.string(), z.string()).meta({ description: 'By language' }),
    user_id: z.int().nullable().meta({ description: 'Whose value it is, where everybody has one' }),
    set: z.boolean().meta({ description: 'Whether there is a value' }),
    value: z.string().nullable().meta({ description: 'Always `null` of passwords' }),
  })
  .meta({ id: 'SettingField' });

export type SettingFieldBody = z.infer<typeof settingField>;

/** Answer of `GET …/settings`, and of `PUT`. */
export const installationSettings = z
  .object({ fields: z.array(settingField).meta({ description: 'What the live version asks for, in its order' }) })
  .meta({ id: 'InstallationSettings' });

/** Body of `PUT …/settings`. */
export const newSettings = z
  .strictObject({
    values: z.record(z.string(), z.string().nullable()).meta({
      description:
        'By `field`, all at once: what is left out, empty or `null` is taken away. A password that is left out or empty stays; `null` takes it away.',
      examples: [{ login: 'romashka', password: 'correct horse' }],
    }),
  })
  .meta({ id: 'NewSettings' });

/** Body of `PUT …/fresh-codes`. */
export const freshCodesSwitch = z
  .strictObject({
    allowed: z.boolean().meta({ description: 'Whether the integrator’s server may ask for codes by itself' }),
  })
  .meta({ id: 'FreshCodesSwitch' });

/** Path parameter of `POST /installations/{account}/code`. */
export const namedAccount = z.object({
  account: z
    .string()
    .meta({ description: 'The account’s id in decimal, or its present subdomain', examples: ['demo'] }),
});

/** Body of `POST /installations/{account}/code`; other members are ignored. */
export const freshCodeRequest = z
  .object({
    client_id: z.string().optional().meta({ description: 'Here or by HTTP Basic' }),
    client_secret: z.string().optional().meta({ description: 'Here or by HTTP Basic' }),
    grant_id: z
      .string()
      .optional()
      .meta({ description: 'Whose access the code is for; the newest admin’s when absent' }),
  })
  .meta({ id: 'FreshCodeRequest' });

/** Answer of `POST /installations/{account}/code`. Nothing in it opens anything. */
export const freshCodeAnswer = z
  .object({
    delivery_id: z.string().meta({ description: 'The install hook that brings the code, as in the log of deliveries' }),
    code_expires_at: z.int().meta({ description: 'Unix seconds' }),
  })
  .meta({ id: 'FreshCodeAnswer' });
