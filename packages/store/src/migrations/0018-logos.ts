/** Index that tells whether an integration still has a logo before it is deleted. */
export const logos = /* sql */ `
create index integrations_logo on integrations (logo_hash) where logo_hash is not null;
`;
