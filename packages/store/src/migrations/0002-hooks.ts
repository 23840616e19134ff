/**
 * What goes out: deliveries, each try of them, and how receivers are. No row here holds a code, a secret or a signature.
 */
export const hooks = /* sql */ `
-- account_id: the account that the hook tells about, which is not the integration's own.
create table deliveries (
  account_id bigint not null,
  id uuid not null,
  integration_id uuid not null references integrations,
  hook text not null check (hook in ('disconnect', 'install', 'secrets')),
  url text not null,
  receiver_host text not null,
  facts jsonb not null,
  state text not null check (state in ('pending', 'started', 'delivered', 'failed', 'unknown')),
  -- when it is to be tried; while it is being tried, when that try is given up for lost
  due_at bigint not null,
  -- enqueued, or sent anew
  began_at bigint not null,
  -- tries in all, and since it began
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
  -- null in what follows: the try is under way, or the server that made it stopped
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

-- A receiver that fails now; a success removes the row.
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

-- 'hook': signs what goes out.
alter table keys drop constraint keys_purpose_check;
alter table keys add constraint keys_purpose_check check (purpose in ('sign', 'mac', 'hook'));
`;
