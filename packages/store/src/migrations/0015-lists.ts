/** Indexes that make every list read only its page, however long the list is. */
export const lists = /* sql */ `
drop index integrations_account;
create index integrations_account on integrations (account_id, created_at, id);
create index integrations_public on integrations (account_id) where kind = 'public' and deleted_at is null;
create index installations_newest on installations (account_id, created_at, integration_id);
create index grants_live on grants (account_id, integration_id, epoch, id) where revoked_at is null;
create index grants_newest on grants (account_id, integration_id, id);

drop index long_lived_tokens_integration;
create index long_lived_tokens_integration on long_lived_tokens (account_id, integration_id, issued_at, id);
create index long_lived_tokens_grant on long_lived_tokens (account_id, grant_id);

-- By first reuse, which never changes; the last one does.
drop index refresh_reuses_integration;
create index refresh_reuses_integration on refresh_reuses (account_id, integration_id, reused_at, family_id, generation);

create index audit_integration_time on audit (account_id, integration_id, at, id) where integration_id is not null;
`;
