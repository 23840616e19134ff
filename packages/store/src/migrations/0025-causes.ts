/** Facts of the event that caused each delivery, and receivers stopped after they answered 410. */
export const causes = /* sql */ `
alter table deliveries drop constraint deliveries_state_check;
alter table deliveries add constraint deliveries_state_check
  check (state in ('pending', 'started', 'delivered', 'failed', 'unknown', 'overtaken'));

alter table deliveries
  -- per hook as listed in rules/hooks/causes.ts; null: enqueued before causes were stored
  add column cause jsonb,
  add column overtaken_by text,
  -- an attempt may have reached the receiver, though no response said so
  add column may_have_arrived boolean not null default false,
  add check ((overtaken_by is not null) = (state = 'overtaken'));

-- An end and its hook have the same time, and every end raises the epoch. The epoch of a hook is therefore the present
-- one minus the number of later ends.
update deliveries d set cause = jsonb_build_object('epoch', i.epoch - (
    select count(*) from audit a
    where a.account_id = d.account_id and a.integration_id = d.integration_id and a.at > d.created_at
      and (a.kind = 'installation_disabled' or (a.kind = 'grant_revoked' and (a.facts ->> 'last')::boolean))))
from installations i
where d.hook = 'disconnect' and i.account_id = d.account_id and i.integration_id = d.integration_id;

update deliveries d set cause = jsonb_build_object('grantId', g.id, 'epoch', g.epoch, 'keyEpoch', k.key_epoch)
from codes k join grants g on g.account_id = k.account_id and g.id = k.grant_id
where d.hook = 'install' and k.account_id = d.account_id and k.id = decode(d.facts ->> 'codeId', 'hex');

update deliveries d set cause = jsonb_build_object('grantId', g.id, 'epoch', g.epoch)
from handovers h join grants g on g.account_id = h.account_id and g.id = h.grant_id
where d.hook = 'secrets' and h.account_id = d.account_id and h.id::text = d.facts ->> 'handoverId';

-- The account of test deliveries.
update deliveries set cause = '{"test": true}' where account_id = 1;

-- Which of the earlier attempts had reached the receiver is unknown.
update deliveries d set may_have_arrived = true
where exists (select 1 from delivery_attempts a
  where a.account_id = d.account_id and a.delivery_id = d.id
    and (a.finished_at is null or a.status >= 500 or a.status between 200 and 299 or a.failure in ('timeout', 'bad_answer', 'interrupted')));

-- Receivers that answered 410. The owner's enabling deletes the row.
create table stopped_receivers (
  integration_id uuid not null references integrations,
  url text not null,
  receiver_host text not null,
  stopped_at bigint not null,
  primary key (integration_id, url)
);
`;
