/** External integrations: where their keys go, and the handover that a person waits for. */
export const external = /* sql */ `
-- Of external integrations only: what makes two of them the same product.
alter table integrations add column secrets_uri text;

create table handovers (
  account_id bigint not null,
  -- drawn with the authorize request, which is allowed once
  id uuid not null,
  integration_id uuid not null references integrations,
  grant_id uuid not null,
  user_id bigint not null references users,
  delivery_id uuid not null,
  -- the integrator's state, and how the browser goes back
  sealed_path bytea not null,
  pull_challenge text,
  created_at bigint not null,
  pulled_at bigint,
  primary key (account_id, id),
  foreign key (account_id, grant_id) references grants (account_id, id)
);
create index handovers_integration on handovers (integration_id);
`;
