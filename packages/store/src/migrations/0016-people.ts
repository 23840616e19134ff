/** What one person gave, and what was done to one person. */
export const people = /* sql */ `
create index grants_person on grants (account_id, user_id, full_access, id) where revoked_at is null;
`;
