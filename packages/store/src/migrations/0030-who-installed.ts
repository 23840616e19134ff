/** Index to page through the accounts that installed an integration, newest first. */
export const whoInstalled = /* sql */ `
create index installations_of_integration on installations (integration_id, created_at, account_id);
drop index installations_integration;
`;
