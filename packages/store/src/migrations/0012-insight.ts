/** Last use of client secrets, for developers, and indexes for the filters of the delivery log. */
export const insight = /* sql */ `
-- Separate from integration_secrets, which every token request reads.
create table secret_uses (
  integration_id uuid not null,
  secret_id uuid not null,
  last_used_at bigint not null,
  primary key (integration_id, secret_id),
  foreign key (integration_id, secret_id) references integration_secrets on delete cascade
);

-- One index per filter, so that a page reads no more rows than it shows.
create index deliveries_newest on deliveries (integration_id, created_at, id);
create index deliveries_by_state on deliveries (integration_id, state, created_at, id);
create index deliveries_by_hook on deliveries (integration_id, hook, created_at, id);
create index deliveries_by_account on deliveries (integration_id, account_id, created_at, id);
create index deliveries_by_receiver on deliveries (integration_id, receiver_host, created_at, id);

-- The account of test deliveries belongs to nobody.
alter table accounts add constraint accounts_not_test check (id <> 1);
`;
