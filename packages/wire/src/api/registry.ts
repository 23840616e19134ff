import { z } from 'zod';
import { answeredFields, fieldsAtCreation, fieldsOfEdit } from './integration-fields.ts';
import { beforeCursor, namePart, nextBefore, pageLimit } from './page.ts';

/** Path parameters of a URL below one account. */
export const accountParams = z.object({
  account_id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'The account' }),
});

/** Path parameters of one integration in its technical account. */
export const integrationParams = accountParams.extend({
  client_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The integration' }),
});

const moment = z.int().meta({ description: 'Unix seconds' });

/** Body of `POST …/integrations`. */
export const newIntegration = z
  .strictObject({
    kind: z.enum(['private', 'public']).meta({
      description: 'A public integration can be published later. Before that both kinds work in this account only.',
    }),
    ...fieldsAtCreation,
  })
  .meta({ id: 'NewIntegration', description: 'The integration to create' });

/** Body of `PATCH …/integrations/{client_id}`: fields that are absent stay unchanged. */
export const integrationEdit = z
  .strictObject({
    version: z.int().meta({ description: 'The `version` you read. 409 if the integration has changed since.' }),
    ...fieldsOfEdit,
  })
  .meta({ id: 'IntegrationEdit', description: 'New values; absent members stay unchanged' });

/** The facts of an integration that are frozen at publication. */
const frozenFact = z.enum([
  'redirect_uri',
  'scopes',
  'developer',
  'name',
  'logo',
  'button_origins',
  'disconnect_uri',
  'link_hosts',
  'widget',
]);

const frozenValues = z.array(z.string());

/** A frozen fact of an integration that has changed since it was reviewed. */
const unreviewedChange = z
  .object({
    fact: frozenFact,
    reviewed: frozenValues.meta({ description: 'The values at publication; empty: none' }),
    now: frozenValues.meta({ description: 'The values now; empty: none' }),
  })
  .meta({
    id: 'UnreviewedChange',
    description:
      'A reviewed fact that has changed. `link_hosts`: hosts of the links in all descriptions; `widget`: number of the live version; `logo`: name of the picture, made from its content',
  });

/** An integration, as its technical account sees it. */
export const integration = z
  .object({
    client_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
    account_id: z.int().meta({ description: 'The technical account' }),
    kind: z.enum(['private', 'public', 'external']),
    published: z.boolean().meta({ description: 'Whether every account can connect it' }),
    state: z.enum(['active', 'stopped']),
    version: z.int().meta({ description: 'Increases with every edit' }),
    unreviewed_changes: z.array(unreviewedChange).meta({
      description:
        'Changes since the last publication. Accounts see them marked until the integration is published again. Empty unless published.',
    }),
    ...answeredFields,
    logo_url: z.string().nullable().meta({ description: 'URL of the logo on this site, 400×272' }),
    created_at: moment,
  })
  .meta({ id: 'Integration', description: 'An integration as its technical account sees it' });

export type IntegrationBody = z.infer<typeof integration>;

/** Query of `GET …/integrations`. */
export const integrationPage = z.strictObject({ limit: pageLimit, before: beforeCursor, q: namePart });

/** Answer of `GET …/integrations`. */
export const integrationList = z
  .object({
    integrations: z
      .array(integration)
      .meta({ description: 'Newest first. A filtered page may be short or empty and still have a next one.' }),
    next_before: nextBefore,
  })
  .meta({ id: 'IntegrationList' });

/** Answer of `GET …/reach`. */
export const installationCounts = z
  .object({
    enabled: z.int().meta({ description: 'Accounts in which it is enabled' }),
    without_grant: z.int().meta({ description: 'Enabled accounts without an active grant' }),
    enabled_30_days: z.int().meta({ description: 'Enabled accounts that enabled it in the last 30 days' }),
    disabled: z.int().meta({ description: 'Accounts that disabled it' }),
  })
  .meta({ id: 'IntegrationReach', description: 'Numbers of accounts that have an integration' });

/** Query of `GET …/accounts`. */
export const customerPage = z.strictObject({
  limit: pageLimit,
  before: z
    .string()
    .regex(/^\d{1,15}-\d{1,15}$/)
    .optional()
    .meta({ pattern: undefined, description: '`next_before` of the previous page' }),
});

/** Answer of `GET …/accounts`. */
export const customerList = z
  .object({
    accounts: z
      .array(
        z
          .object({
            account_id: z.int(),
            name: z.string().meta({ description: 'The account’s name' }),
            domain: z.string().meta({ description: 'Host of the account’s API', examples: ['demo.pristan.example'] }),
            state: z.enum(['enabled', 'disabled']),
            since: moment.meta({ description: 'Time of the last change of `state`' }),
            installed_at: moment.meta({ description: 'Time it was first enabled there' }),
            last_used_at: moment
              .nullable()
              .meta({ description: 'Last API call with its tokens, up to a minute late; null: never' }),
          })
          .meta({ id: 'Customer', description: 'An account that has or had an integration installed' }),
      )
      .meta({ description: 'Sorted by `installed_at`, newest first' }),
    next_before: nextBefore,
  })
  .meta({ id: 'CustomerList' });

const secret = z.string().meta({ description: '64 alphanumeric characters', format: 'password' });

const secretId = z
  .guid()
  .meta({ format: 'uuid', pattern: undefined, description: 'Id of the secret; not derived from it' });

/** Answer of `POST …/integrations`. */
export const createdIntegration = z
  .object({ integration, client_secret: secret })
  .meta({ id: 'CreatedIntegration', description: 'The integration with its first secret' });

/** Answer of `GET …/secret`. */
export const revealedSecret = z
  .object({ client_id: z.guid().meta({ format: 'uuid', pattern: undefined }), client_secret: secret })
  .meta({ id: 'Secret', description: 'The newest secret in clear' });

/** Answer of `GET …/secrets`. */
export const secretList = z
  .object({
    secrets: z
      .array(
        z.object({
          secret_id: secretId,
          last_four: z
            .string()
            .meta({ description: 'Last four characters of the secret, to recognise the one a server uses' }),
          created_at: moment,
          ends_at: moment.nullable().meta({ description: 'Time it expires; null for the newest' }),
          first_used_at: moment
            .nullable()
            .meta({ description: 'First time it authenticated a token request that succeeded; null: never' }),
          last_used_at: moment.nullable().meta({
            description: 'Last time it authenticated a token request that succeeded, up to a minute late; null: never',
          }),
        }),
      )
      .meta({ description: 'Newest first, at most two' }),
  })
  .meta({ id: 'SecretList', description: 'Active secrets, without their text' });

/** Body of `PUT …/state`. */
export const stateChange = z.strictObject({ state: z.enum(['active', 'stopped']) }).meta({ id: 'StateChange' });

/** Body of `POST …/secret/rotation`. */
export const secretRotation = z
  .strictObject({
    replaces: secretId.meta({
      description:
        '`secret_id` of the newest secret, which is to be replaced. 409 `secret_replaced` when it is no longer the newest',
    }),
    overlap_hours: z.number().optional().meta({
      description: 'Hours until the old secret expires: 0 to 720; 24 when absent',
      minimum: 0,
      maximum: 720,
    }),
    revoke_now: z.boolean().optional().meta({
      description:
        'For a leaked secret: revokes the old secret and every code, refresh token and access token now. Every account has to allow the integration again.',
    }),
  })
  .meta({ id: 'SecretRotation', description: 'The secret to replace, and when it expires' });

/** Answer of `POST …/secret/rotation`. */
export const rotatedSecret = z
  .object({
    client_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
    secret_id: secretId,
    client_secret: secret,
    old_secret_ends_at: moment.meta({ description: 'Time the old secret expires, Unix seconds' }),
  })
  .meta({ id: 'RotatedSecret', description: 'The new secret in clear' });
