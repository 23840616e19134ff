/** URL to fetch an external integration's logo from; null once fetched or given up. */
export const externalLogos = /* sql */ `
alter table integrations add column logo_uri text;
`;
