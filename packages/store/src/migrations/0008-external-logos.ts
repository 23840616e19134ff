/** Column with the URL of an external integration's logo; null once the logo was fetched or given up. */
export const externalLogos = /* sql */ `
alter table integrations add column logo_uri text;
`;
