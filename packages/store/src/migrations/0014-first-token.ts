/** Table with the reason why an integration's last code exchange was refused, for its developer. */
export const firstToken = /* sql */ `
create table refused_exchanges (
  integration_id uuid primary key references integrations,
  refused_at bigint not null,
  fault text not null,
  -- how the redirect URI differed, if that was the reason
  difference text
);

-- Finds the newest code of an installation.
create index codes_integration on codes (account_id, integration_id, issued_at);
`;
