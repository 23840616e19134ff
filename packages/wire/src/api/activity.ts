import { z } from 'zod';
import { pageLimit } from './page.ts';
import { unixInstant } from './unix-instant.ts';

/** Everything that the log of an account keeps. */
const kind = z
  .enum([
    'account_created',
    'account_renamed',
    'member_added',
    'member_changed',
    'invitation_sent',
    'invitation_revoked',
    'invitation_accepted',
    'person_joined',
    'installation_enabled',
    'installation_disabled',
    'grant_given',
    'grant_renewed',
    'grant_revoked',
    'settings_kept',
    'fresh_codes_switched',
    'fresh_code_asked',
    'integration_created',
    'integration_edited',
    'integration_switched',
    'integration_deleted',
    'integration_published',
    'secret_revealed',
    'secret_rotated',
    'long_lived_minted',
    'long_lived_revoked',
    'personal_token_minted',
    'personal_token_revoked',
    'integration_text_kept',
    'integration_text_removed',
    'widget_uploaded',
    'widget_chosen',
    'hook_resent',
    'hook_tested',
    'external_created',
    'handover_pulled',
    'adoption_started',
    'adoption_planned',
    'adoption_refused',
    'adoption_settled',
    'clone_adopted',
  ])
  .meta({ id: 'ActivityKind', description: 'What happened' });

export type ActivityKind = z.infer<typeof kind>;

const moment = z.int().meta({ description: 'Unix seconds' });
const person = z.object({ id: z.int(), name: z.string() }).nullable();
const standing = z.object({ role: z.enum(['admin', 'member']), state: z.enum(['active', 'deactivated']) });

/** Query of `GET …/activity`. */
export const activityPage = z.strictObject({
  limit: pageLimit,
  before: z
    .string()
    .regex(/^\d{1,15}-\d{1,15}$/)
    .optional()
    .meta({ description: '`next_before` of the page before' }),
  person: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional()
    .meta({
      type: 'integer',
      pattern: undefined,
      minimum: 1,
      description: 'Done by this person of the account, or to them',
    }),
  client_id: z
    .guid()
    .toLowerCase()
    .optional()
    .meta({ format: 'uuid', pattern: undefined, description: 'About this integration' }),
  kind: kind.optional(),
  from: unixInstant('From this instant on, Unix seconds'),
  to: unixInstant('Before this instant, Unix seconds'),
});

const entry = z
  .object({
    at: moment,
    kind,
    person: person.meta({
      description: 'Who did it, of this account; null: the platform, a program, or somebody else',
    }),
    address: z.string().nullable().meta({ description: 'Where that person was' }),
    client_id: z.guid().nullable().meta({ format: 'uuid', pattern: undefined }),
    integration_name: z.string().nullable(),
    integration_installed: z.boolean().meta({ description: 'It stands among the account’s `installations`' }),
    integration_own: z.boolean().meta({ description: 'It stands among the account’s `integrations`' }),
    facts: z
      .object({
        person: person.meta({ description: 'Whom it was done to, or whose access it is' }),
        email: z.string().nullable().meta({ description: 'Whom an invitation is for' }),
        role: z.enum(['admin', 'member']).nullable(),
        before: standing.nullable(),
        after: standing.nullable(),
        name: z
          .string()
          .nullable()
          .meta({ description: 'A name that was given: of an account, an integration, a token' }),
        state: z.enum(['active', 'stopped', 'allowed', 'forbidden']).nullable(),
        full_access: z.boolean().nullable(),
        at_once: z.boolean().nullable().meta({ description: 'Of a new secret: what was issued before ended with it' }),
        language: z.string().nullable().meta({ description: 'Of a text, as in BCP 47' }),
        number: z.int().nullable().meta({ description: 'Of a widget’s version' }),
        token: z
          .object({ token_id: z.guid().meta({ format: 'uuid', pattern: undefined }), name: z.string() })
          .nullable()
          .meta({ description: 'The personal access token with which a program did it in the person’s name' }),
      })
      .meta({ description: 'What is told besides; null where it does not belong' }),
  })
  .meta({ id: 'ActivityEntry' });

export type ActivityEntryBody = z.infer<typeof entry>;

/** Answer of `GET …/activity`. */
export const activityList = z
  .object({
    entries: z.array(entry).meta({ description: 'Newest first' }),
    next_before: z.string().nullable().meta({ description: '`before` of the next page; null: this is the last' }),
  })
  .meta({ id: 'ActivityList' });
