import { z } from 'zod';
import { pageLimit } from './page.ts';
import { unixInstant } from './unix-instant.ts';

/** The kinds of events that the log of an account records. */
const kind = z
  .enum([
    'account_created',
    'account_renamed',
    'member_added',
    'member_changed',
    'member_password_reset',
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
    'integration_unpublished',
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
    'receiver_enabled',
    'hook_tested',
    'external_created',
    'handover_pulled',
    'adoption_started',
    'adoption_planned',
    'adoption_refused',
    'adoption_settled',
    'clone_adopted',
  ])
  .meta({ id: 'ActivityKind', description: 'Kind of event' });

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
    .meta({ description: '`next_before` of the previous page' }),
  person: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional()
    .meta({
      type: 'integer',
      pattern: undefined,
      minimum: 1,
      description: 'Only events by or about this member of the account',
    }),
  client_id: z
    .guid()
    .toLowerCase()
    .optional()
    .meta({ format: 'uuid', pattern: undefined, description: 'Only events about this integration' }),
  kind: kind.optional(),
  from: unixInstant('At or after this time, Unix seconds'),
  to: unixInstant('Before this time, Unix seconds'),
});

const entry = z
  .object({
    at: moment,
    kind,
    person: person.meta({
      description: 'Member of the account who did it; null: another actor, see `actor`',
    }),
    actor: z.enum(['person', 'operator', 'platform', 'program', 'invited']).nullable().meta({
      description:
        'Kind of actor: `person`, a member of the account; `operator` of the platform; `platform` itself; `program`, an integration with its token or secret; `invited`, an invited person. null: recorded before this field existed',
    }),
    program: z
      .object({ client_id: z.guid().meta({ format: 'uuid', pattern: undefined }), name: z.string() })
      .nullable()
      .meta({ description: 'Integration that did it' }),
    browser: z.string().nullable().meta({ description: 'Browser and operating system of the person' }),
    address: z.string().nullable().meta({ description: 'IP address of the person' }),
    client_id: z.guid().nullable().meta({ format: 'uuid', pattern: undefined }),
    integration_name: z.string().nullable().meta({ description: 'Name of the integration at the time of the event' }),
    integration_installed: z.boolean().meta({ description: 'Whether it is in the account’s `installations`' }),
    integration_own: z.boolean().meta({ description: 'Whether it is in the account’s `integrations`' }),
    facts: z
      .object({
        person: person.meta({ description: 'Person the event is about, or whose access it is' }),
        email: z.string().nullable().meta({ description: 'Email address of the invited person' }),
        role: z.enum(['admin', 'member']).nullable(),
        before: standing.nullable(),
        after: standing.nullable(),
        name: z.string().nullable().meta({ description: 'Name given to an account, an integration or a token' }),
        state: z.enum(['active', 'stopped', 'allowed', 'forbidden']).nullable(),
        full_access: z.boolean().nullable(),
        at_once: z
          .boolean()
          .nullable()
          .meta({ description: 'For a rotated secret: whether everything issued with the old one was revoked' }),
        language: z.string().nullable().meta({ description: 'Language of a text (BCP 47)' }),
        number: z.int().nullable().meta({ description: 'Number of a widget’s version' }),
        changes: z
          .array(
            z.object({
              field: z.string().meta({ description: 'Name of the field in the API' }),
              before: z.string().nullable(),
              after: z.string().nullable(),
            }),
          )
          .meta({
            description:
              'Fields that an edit changed, with values cut to 200 characters. null: the value is not recorded (pictures, markup, values entered by an account)',
          }),
        token: z
          .object({ token_id: z.guid().meta({ format: 'uuid', pattern: undefined }), name: z.string() })
          .nullable()
          .meta({ description: 'Personal access token that made the request' }),
      })
      .meta({ description: 'Details of the event; null where a detail does not apply' }),
  })
  .meta({ id: 'ActivityEntry' });

export type ActivityEntryBody = z.infer<typeof entry>;

/** Answer of `GET …/activity`. */
export const activityList = z
  .object({
    entries: z.array(entry).meta({ description: 'Newest first' }),
    next_before: z.string().nullable().meta({ description: '`before` of the next page; null on the last page' }),
  })
  .meta({ id: 'ActivityList' });
