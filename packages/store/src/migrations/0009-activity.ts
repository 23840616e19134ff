/** Indexes of the activity log, newest first: all entries, by user, by kind. */
export const activity = /* sql */ `
create index audit_time on audit (account_id, at, id);
create index audit_person on audit (account_id, user_id, at, id) where user_id is not null;
create index audit_kind on audit (account_id, kind, at, id);
`;
