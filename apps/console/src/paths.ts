/** Addresses of the server's own pages, which the console links to: what needs a person's press is done there. */
export const serverPaths = {
  home: '/',
  sessions: '/sessions',
  apiDocs: '/api/docs',
  disable: (account: string, clientId: string) => `/accounts/${account}/installations/${clientId}/disable`,
  revoke: (account: string, grantId: string) => `/accounts/${account}/grants/${grantId}/revoke`,
  /** With the code to copy, at `#code`. */
  integration: (account: string, clientId: string) => `/accounts/${account}/integrations/${clientId}`,
  widgetArchive: (account: string, clientId: string, number: number) =>
    `/api/platform/accounts/${account}/integrations/${clientId}/widgets/${number}/archive`,
} as const;
