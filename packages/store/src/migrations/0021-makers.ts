/** Stores who made each invitation: a user, or a program with a grant. */
export const makers = /* sql */ `
-- Made by a person: created_by. Made by a program: its grant, with the integration and key epoch of that time.
alter table invitations
  add column made_by_grant uuid,
  add column made_by_integration uuid,
  add column made_key_epoch integer,
  add column asks_admin boolean not null default false,
  add check ((made_by_grant is null) = (made_by_integration is null) and (made_by_grant is null) = (made_key_epoch is null));

-- The log has a program's open invitation with its integration and the person it acted as. The grant is the live one of
-- that person, or else of an admin, if there is exactly one. Otherwise the maker is unknown, and the invitation no
-- longer works.
with made as (
  select v.account_id, v.id, a.integration_id, a.user_id, n.key_epoch
  from invitations v
  join lateral (
    select integration_id, user_id from audit a
    where a.account_id = v.account_id and a.kind = 'invitation_sent' and a.facts ->> 'email' = v.email
      and a.at = v.created_at and a.integration_id is not null
    order by a.id desc limit 1) a on true
  join integrations n on n.id = a.integration_id and n.deleted_at is null
  where v.created_by is null and v.accepted_at is null and v.revoked_at is null
), known as (
  select m.account_id, m.id, m.integration_id, m.key_epoch, min(g.id::text)::uuid as grant_id
  from made m
  join grants g on g.account_id = m.account_id and g.integration_id = m.integration_id and g.revoked_at is null
    and g.full_access and (g.user_id = m.user_id or not exists (
      select 1 from grants o where o.account_id = m.account_id and o.integration_id = m.integration_id
        and o.user_id = m.user_id and o.revoked_at is null and o.full_access))
  join installations i on i.account_id = g.account_id and i.integration_id = g.integration_id and i.epoch = g.epoch
  group by 1, 2, 3, 4 having count(*) = 1
)
update invitations v set made_by_grant = k.grant_id, made_by_integration = k.integration_id, made_key_epoch = k.key_epoch
from known k where k.account_id = v.account_id and k.id = v.id;

-- A program invites members only.
update invitations set role = 'member', asks_admin = true
where created_by is null and role = 'admin' and accepted_at is null and revoked_at is null;
`;
