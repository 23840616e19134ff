/** Tables of long-lived tokens and resource servers, and records that explain why a token is refused. */
export const tokens = /* sql */ `
-- The token itself is not stored. It carries the id of its row; revoking the row revokes the token.
create table long_lived_tokens (
  account_id bigint not null,
  id uuid not null,
  grant_id uuid not null,
  integration_id uuid not null,
  name text not null,
  key_epoch integer not null,
  issued_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint,
  revoked_by bigint,
  primary key (account_id, id),
  foreign key (account_id, grant_id) references grants
);
create index long_lived_tokens_integration on long_lived_tokens (account_id, integration_id, issued_at);

create table resource_servers (
  id uuid primary key,
  name text not null,
  secret_hash bytea not null,
  created_at bigint not null
);

-- Finds when something of an integration ended, and who ended it.
create index audit_integration on audit (account_id, integration_id, kind, at) where integration_id is not null;

create index refresh_reuses_integration on refresh_reuses (account_id, integration_id, last_reused_at);
`;
