/** Index that tells whether any integration still has a logo, before the logo is deleted. */
export const logos = /* sql */ `
create index integrations_logo on integrations (logo_hash) where logo_hash is not null;
`;
