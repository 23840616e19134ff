/**
 * Mails, logos and adoptions are claimed from their own rows. A job of the former job runner that still waits becomes a
 * row; a waiting mail has its row already. The runner's schema and its nodes are dropped last.
 */
export const dueWork = /* sql */ `
-- Logos of external integrations that are to be fetched.
create table due_logos (
  integration_id uuid primary key references integrations,
  account_id bigint not null,
  -- host and port of the logo's URL
  host text not null,
  due_at bigint not null,
  attempts integer not null default 0,
  failure text
);
create index due_logos_host on due_logos (host, due_at);

-- One row of an account's clones stands for the whole account: the first that is pending.
alter table adopted_clones
  add column due_at bigint,
  add column attempts integer not null default 0,
  add column failure text;
update adopted_clones set due_at = moves_at;
alter table adopted_clones alter column due_at set not null;
drop index adopted_clones_due;
create index adopted_clones_due on adopted_clones (due_at) where state = 'pending';

do $$
begin
  if to_regclass('graphile_worker._private_jobs') is null then
    return;
  end if;
  -- A node that is still running adds no job between the copy and the drop.
  lock table graphile_worker._private_jobs in access exclusive mode;
  insert into due_logos (integration_id, account_id, host, due_at)
  select distinct on (n.id) n.id, n.account_id,
    lower(substring(n.logo_uri from '^[A-Za-z]+://(?:[^/?#@]*@)?([^/?#]+)')),
    (extract(epoch from j.run_at) * 1000)::bigint
  from graphile_worker._private_jobs j
  join graphile_worker._private_tasks t on t.id = j.task_id and t.identifier = 'logo'
  join integrations n on n.id::text = j.payload ->> 'id'
  where n.logo_uri ~ '^[A-Za-z]+://' and n.deleted_at is null and j.attempts < j.max_attempts
  order by n.id, j.run_at;
end
$$;

drop schema if exists graphile_worker cascade;
drop table worker_nodes;
`;
