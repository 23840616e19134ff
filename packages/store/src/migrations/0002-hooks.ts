/**
 * Tables of outgoing hooks: deliveries, their attempts, and the health of receivers. No row contains a code, secret or
 * signature.
 */
export const hooks = /* sql */ `
-- account_id: the account that the hook is about, not the integration's own.
create table deliveries (
  account_id bigint not null,
  id uuid not null,
  integration_id uuid not null references integrations,
  hook text not null check (hook in ('disconnect', 'install', 'secrets')),
  url text not null,
  receiver_host text not null,
  facts jsonb not null,
  state text not null check (state in ('pending', 'started', 'delivered', 'failed', 'unknown')),
  -- time of the next attempt; during an attempt, the end of its lease
  due_at bigint not null,
  -- time of enqueueing or of the last resend
  began_at bigint not null,
  -- attempts in all, and since began_at
  tries integer not null default 0,
  made integer not null default 0,
  created_at bigint not null,
  finished_at bigint,
  first_failed_at bigint,
  last_failed_at bigint,
  last_failure text,
  last_status integer,
  primary key (account_id, id)
) with (fillfactor = 70);
create index deliveries_open on deliveries (receiver_host, due_at) where finished_at is null;
create index deliveries_integration on deliveries (integration_id, id);
create index deliveries_age on deliveries (created_at);

create table delivery_attempts (
  account_id bigint not null,
  delivery_id uuid not null,
  number integer not null,
  -- the following columns are null during the attempt, or when its server stopped
  started_at bigint not null,
  finished_at bigint,
  request jsonb,
  status integer,
  answer text,
  took_ms integer,
  failure text,
  primary key (account_id, delivery_id, number),
  foreign key (account_id, delivery_id) references deliveries on delete cascade
) with (fillfactor = 70);

-- Receivers failing now; a success deletes the row.
create table receiver_health (
  integration_id uuid not null references integrations,
  receiver_host text not null,
  failing_since bigint not null,
  last_failed_at bigint not null,
  last_failure text not null,
  last_status integer,
  marked_at bigint,
  primary key (integration_id, receiver_host)
);

-- 'hook': signs outgoing hooks.
alter table keys drop constraint keys_purpose_check;
alter table keys add constraint keys_purpose_check check (purpose in ('sign', 'mac', 'hook'));
`;
