/** Where the logo of an external integration is to be fetched from; nothing once that is settled. */
export const externalLogos = /* sql */ `
alter table integrations add column logo_uri text;
`;
