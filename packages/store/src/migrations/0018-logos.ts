/** Whether an integration names a logo is asked for each that may go. */
export const logos = /* sql */ `
create index integrations_logo on integrations (logo_hash) where logo_hash is not null;
`;
