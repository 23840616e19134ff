import { z } from 'zod';
import { scopeNames } from '../scopes.ts';
import { textLanguages } from '../text-languages.ts';
import { beforeCursor, namePart, nextBefore, pageLimit } from './page.ts';
import { addressText, lineText, proseText, scopeText } from './text-fields.ts';

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

const scope = scopeText(1000).meta({
  description: `One of ${scopeNames.map((name) => `\`${name}\``).join(', ')}`,
  examples: ['crm'],
});

// The fields of an integration. Their limits appear in descriptions only: the rules check values and report all that
// are unacceptable at once, with 422.
const fields = {
  name: lineText(1000).meta({
    description: 'Name shown to people; 1 to 255 characters. Surrounding spaces are trimmed.',
    examples: ['Acme Mail'],
  }),
  language: z.enum(textLanguages).meta({
    description: 'Main language: the language of `summary` and `description`. For other languages see `…/texts`',
  }),
  summary: lineText(1000).meta({ description: 'Plain text for the consent page, at most 300 characters' }),
  description: proseText(200_000).meta({
    description: 'HTML, at most 65,000 characters before and after sanitising. Only text markup and links are kept.',
    examples: ['<p>Saves incoming mail to the CRM.</p>'],
  }),
  redirect_uri: addressText(4000, 'not_an_address').meta({
    description:
      'Receives the code. An absolute https URL without fragment or user info, compared byte for byte. Loopback http is allowed until the integration is published.',
    examples: ['https://shop.example/callback'],
  }),
  button_origins: z
    .array(addressText(4000, 'not_an_origin'))
    .max(40)
    .meta({
      maxItems: 20,
      description: 'Origins of sites that carry the button, at most 20',
      examples: [['https://shop.example']],
    }),
  disconnect_uri: addressText(4000, 'not_an_address')
    .nullable()
    .meta({ description: 'Receives the disconnect hook; null: none' }),
  scopes: z.array(scope).max(40).meta({ maxItems: scopeNames.length, description: 'Requested scopes, each once' }),
};

/** Body of `POST …/integrations`. */
export const newIntegration = z
  .strictObject({
    kind: z.enum(['private', 'public']).meta({
      description: 'A public integration can be published later. Before that both kinds work in this account only.',
    }),
    name: fields.name,
    redirect_uri: fields.redirect_uri,
    language: fields.language.optional().meta({ description: 'Main language; the signed-in person’s when absent' }),
    summary: fields.summary.optional(),
    description: fields.description.optional(),
    button_origins: fields.button_origins.optional(),
    disconnect_uri: fields.disconnect_uri.optional(),
    scopes: fields.scopes.optional().meta({ description: 'Requested scopes, each once; `crm` when absent' }),
  })
  .meta({ id: 'NewIntegration', description: 'The integration to create' });

/** Body of `PATCH …/integrations/{client_id}`: fields that are absent stay unchanged. */
export const integrationEdit = z
  .strictObject({
    version: z.int().meta({ description: 'The `version` you read. 409 if the integration has changed since.' }),
    name: fields.name.optional(),
    redirect_uri: fields.redirect_uri.optional(),
    language: fields.language.optional(),
    summary: fields.summary.optional(),
    description: fields.description.optional(),
    button_origins: fields.button_origins.optional(),
    disconnect_uri: fields.disconnect_uri.optional(),
    scopes: fields.scopes.optional(),
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
    ...fields,
    name: z.string().meta(fields.name.meta() ?? {}),
    summary: z.string().meta(fields.summary.meta() ?? {}),
    description: z.string().meta(fields.description.meta() ?? {}),
    redirect_uri: z.string().meta(fields.redirect_uri.meta() ?? {}),
    button_origins: z.array(z.string()).meta(fields.button_origins.meta() ?? {}),
    disconnect_uri: z
      .string()
      .nullable()
      .meta(fields.disconnect_uri.meta() ?? {}),
    scopes: z.array(z.string().meta(scope.meta() ?? {})).meta(fields.scopes.meta() ?? {}),
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
