import type { ActivityEntry } from '../../api/queries.ts';

type Group = 'people' | 'access' | 'own';

/** Where a person looks for each kind; one that is not here is a type error. */
export const groupOf: Readonly<Record<ActivityEntry['kind'], Group>> = {
  account_created: 'people',
  account_renamed: 'people',
  member_added: 'people',
  member_changed: 'people',
  invitation_sent: 'people',
  invitation_revoked: 'people',
  invitation_accepted: 'people',
  person_joined: 'people',
  installation_enabled: 'access',
  installation_disabled: 'access',
  grant_given: 'access',
  grant_renewed: 'access',
  grant_revoked: 'access',
  settings_kept: 'access',
  fresh_codes_switched: 'access',
  fresh_code_asked: 'access',
  external_created: 'access',
  handover_pulled: 'access',
  adoption_planned: 'access',
  adoption_refused: 'access',
  adoption_settled: 'access',
  clone_adopted: 'access',
  integration_created: 'own',
  integration_edited: 'own',
  integration_switched: 'own',
  integration_deleted: 'own',
  integration_published: 'own',
  secret_revealed: 'own',
  secret_rotated: 'own',
  long_lived_minted: 'own',
  long_lived_revoked: 'own',
  personal_token_minted: 'own',
  personal_token_revoked: 'own',
  integration_text_kept: 'own',
  integration_text_removed: 'own',
  widget_uploaded: 'own',
  widget_chosen: 'own',
  hook_resent: 'own',
  hook_tested: 'own',
  adoption_started: 'own',
};

export const kindGroups = (['people', 'access', 'own'] as const).map((group) => ({
  group,
  kinds: (Object.keys(groupOf) as ActivityEntry['kind'][]).filter((kind) => groupOf[kind] === group),
}));
