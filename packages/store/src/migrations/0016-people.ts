/** Indexes of grants by user, and of log entries by affected user. */
export const people = /* sql */ `
create index grants_person on grants (account_id, user_id, full_access, id) where revoked_at is null;

-- The affected person: the member, or who gave the grant; null when that is the actor.
alter table audit add column about_id bigint;
update audit a set about_id = nullif(
  coalesce(
    (a.facts->>'userId')::bigint,
    (select g.user_id from grants g where g.account_id = a.account_id and g.id = (a.facts->>'grantId')::uuid)),
  a.user_id)
where a.facts ?| array['userId', 'grantId'];
create index audit_about on audit (account_id, about_id, at, id) where about_id is not null;
`;
