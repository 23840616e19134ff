import { z } from 'zod';
import { scopeNames } from '../scopes.ts';
import { textLanguages } from '../text-languages.ts';
import { beforePlace, namePart, nextBefore, pageLimit } from './page.ts';

/** Path parameters of an account's address. */
export const accountParams = z.object({
  account_id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'The account' }),
});

/** Path parameters of an integration in its technical account. */
export const integrationParams = accountParams.extend({
  client_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The integration' }),
});

const moment = z.int().meta({ description: 'Unix seconds' });

const scope = z
  .string()
  .meta({ description: `One of ${scopeNames.map((name) => `\`${name}\``).join(', ')}`, examples: ['crm'] });

// Limits stand in the description only: the rules judge values and name all that will not do at once, with 422.
const fields = {
  name: z.string().meta({
    description: 'What people see; 1 to 255 characters. Blanks around it are dropped.',
    examples: ['Acme Mail'],
  }),
  language: z
    .enum(textLanguages)
    .meta({ description: 'The main language: of `summary` and `description`; see its texts for others' }),
  summary: z.string().meta({ description: 'Plain text for the consent page, at most 300 characters' }),
  description: z.string().meta({
    description: 'HTML, at most 65,000 characters as sent and as kept. Only text markup and links are kept.',
    examples: ['<p>Letters go into the CRM by themselves.</p>'],
  }),
  redirect_uri: z.string().meta({
    description:
      'Where the code goes: absolute https, without a fragment or user info, compared byte for byte. Loopback http will do until the integration is published.',
    examples: ['https://shop.example/callback'],
  }),
  button_origins: z
    .array(z.string())
    .meta({ description: 'Origins of sites that carry the button, at most 20', examples: [['https://shop.example']] }),
  disconnect_uri: z.string().nullable().meta({ description: 'Called when an account disconnects' }),
  scopes: z.array(scope).meta({ description: 'What it asks for, each once' }),
};

/** Body of `POST …/integrations`. */
export const newIntegration = z
  .strictObject({
    kind: z
      .enum(['private', 'public'])
      .meta({ description: 'A public one can be published later; until then both work in this account only.' }),
    name: fields.name,
    redirect_uri: fields.redirect_uri,
    language: fields.language.optional().meta({ description: 'The main language; the person’s own when absent' }),
    summary: fields.summary.optional(),
    description: fields.description.optional(),
    button_origins: fields.button_origins.optional(),
    disconnect_uri: fields.disconnect_uri.optional(),
    scopes: fields.scopes.optional().meta({ description: 'What it asks for, each once; `crm` when absent' }),
  })
  .meta({ id: 'NewIntegration', description: 'An integration to be created' });

/** Body of `PATCH …/integrations/{client_id}`: what is absent stays. */
export const integrationEdit = z
  .strictObject({
    version: z.int().meta({ description: 'The version that was read; another one by now is refused with 409.' }),
    name: fields.name.optional(),
    redirect_uri: fields.redirect_uri.optional(),
    language: fields.language.optional(),
    summary: fields.summary.optional(),
    description: fields.description.optional(),
    button_origins: fields.button_origins.optional(),
    disconnect_uri: fields.disconnect_uri.optional(),
    scopes: fields.scopes.optional(),
  })
  .meta({ id: 'IntegrationEdit', description: 'New values; what is absent stays' });

/** The facts that are frozen at publication. */
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

/** A frozen fact that has changed since it was reviewed. */
const unreviewedChange = z
  .object({
    fact: frozenFact,
    reviewed: frozenValues.meta({ description: 'The values at publication; empty: none' }),
    now: frozenValues.meta({ description: 'The values now; empty: none' }),
  })
  .meta({
    id: 'UnreviewedChange',
    description:
      '`link_hosts` are hosts of the links in the descriptions of all languages, `widget` is the number of the live version, `logo` names a picture by its content',
  });

/** An integration as its technical account sees it. */
export const integration = z
  .object({
    client_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
    account_id: z.int().meta({ description: 'Its technical account' }),
    kind: z.enum(['private', 'public', 'external']),
    published: z.boolean().meta({ description: 'Whether every account can connect it' }),
    state: z.enum(['active', 'stopped']),
    version: z.int().meta({ description: 'Grows with every edit' }),
    unreviewed_changes: z.array(unreviewedChange).meta({
      description:
        'What has changed since it was published; accounts that connect it see a mark until it is published again. Empty unless published.',
    }),
    ...fields,
    logo_url: z.string().nullable().meta({ description: 'Address of the logo on this site, 400×272' }),
    created_at: moment,
  })
  .meta({ id: 'Integration', description: 'An integration as its technical account sees it' });

export type IntegrationBody = z.infer<typeof integration>;

/** Query of `GET …/integrations`. */
export const integrationPage = z.strictObject({ limit: pageLimit, before: beforePlace, q: namePart });

/** Answer of `GET …/integrations`. */
export const integrationList = z
  .object({
    integrations: z.array(integration).meta({ description: 'Newest first. A page of a search may be short.' }),
    next_before: nextBefore,
  })
  .meta({ id: 'IntegrationList' });

/** Answer of `GET …/reach`. */
export const integrationReach = z
  .object({
    enabled: z.int().meta({ description: 'Accounts in which it is enabled' }),
    without_grant: z.int().meta({ description: 'Of these, accounts in which nobody’s grant works' }),
    enabled_30_days: z.int().meta({ description: 'Of these, accounts that enabled it within 30 days' }),
    disabled: z.int().meta({ description: 'Accounts that disabled it' }),
  })
  .meta({ id: 'IntegrationReach', description: 'In how many accounts an integration stands; never which' });

const secret = z.string().meta({ description: '64 alphanumeric characters', format: 'password' });

const secretId = z
  .guid()
  .meta({ format: 'uuid', pattern: undefined, description: 'Tells secrets apart; no part of one' });

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
          created_at: moment,
          ends_at: moment.nullable().meta({ description: 'When it stops working; null: it is the newest' }),
          first_used_at: moment.nullable().meta({ description: 'When tokens were first issued for it; null: never' }),
          last_used_at: moment
            .nullable()
            .meta({ description: 'When tokens were last issued for it, up to a minute late; null: never' }),
        }),
      )
      .meta({ description: 'Newest first, at most two' }),
  })
  .meta({ id: 'SecretList', description: 'The secrets that work, without the secrets themselves' });

/** Body of `PUT …/state`. */
export const stateChange = z.strictObject({ state: z.enum(['active', 'stopped']) }).meta({ id: 'StateChange' });

/** Body of `POST …/secret/rotation`. */
export const secretRotation = z
  .strictObject({
    replaces: secretId.meta({
      description:
        'The `secret_id` of the secret to be replaced, which is the newest one. When it is no longer, 409 `secret_replaced`',
    }),
    overlap_hours: z.number().optional().meta({
      description: 'How long the old secret goes on working: 0 to 720 hours, 24 when absent',
      minimum: 0,
      maximum: 720,
    }),
    revoke_now: z.boolean().optional().meta({
      description:
        'After a leak: the old secret, every code, every refresh token and every access token end now. Every account has to allow the integration anew.',
    }),
  })
  .meta({ id: 'SecretRotation', description: 'Which secret is replaced, and how' });

/** Answer of `POST …/secret/rotation`. */
export const rotatedSecret = z
  .object({
    client_id: z.guid().meta({ format: 'uuid', pattern: undefined }),
    secret_id: secretId,
    client_secret: secret,
    old_secret_ends_at: moment.meta({ description: 'When the old secret stops working, in Unix seconds' }),
  })
  .meta({ id: 'RotatedSecret', description: 'The new secret in clear' });
