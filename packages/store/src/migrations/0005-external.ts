/** External integrations: the URL that their keys are sent to, and the key handover that a user waits for. */
export const external = /* sql */ `
-- External integrations only: part of what identifies clones of one product.
alter table integrations add column secrets_uri text;

create table handovers (
  account_id bigint not null,
  -- idempotency key: one sealed authorize request creates at most one handover
  id uuid not null,
  integration_id uuid not null references integrations,
  grant_id uuid not null,
  user_id bigint not null references users,
  delivery_id uuid not null,
  -- the developer's state and the browser's return path
  sealed_path bytea not null,
  pull_challenge text,
  created_at bigint not null,
  pulled_at bigint,
  primary key (account_id, id),
  foreign key (account_id, grant_id) references grants (account_id, id)
);
create index handovers_integration on handovers (integration_id);
`;
