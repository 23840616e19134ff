/** Why the last exchange of a code was refused, for its integrator. */
export const firstToken = /* sql */ `
create table refused_exchanges (
  integration_id uuid primary key references integrations,
  refused_at bigint not null,
  fault text not null,
  -- of a redirect URI that differs: how
  difference text
);

-- The newest code of an account's installation.
create index codes_integration on codes (account_id, integration_id, issued_at);
`;
