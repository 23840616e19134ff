/** The page that is open to everybody, signed in or not. */
export const openPath = '/api-docs';

/** The page of an account that a reader with this role sees first. */
export const firstPages = {
  admin: '/accounts/$accountId/installed',
  member: '/accounts/$accountId/my-access',
} as const;

/** URLs of server pages that the console links to: actions that need a person's confirmation happen there. */
export const serverPaths = {
  console: '/console/',
  signIn: '/sign-in',
  /** The consent page; who may allow it is asked there. */
  authorize: (clientId: string) => `/oauth?client_id=${clientId}`,
  /** Installs a widget, enables it again, or has a fresh code sent, whichever is due. */
  install: (account: string, clientId: string) => `/accounts/${account}/installations/${clientId}/install`,
  widgetSettings: (account: string, clientId: string) => `/accounts/${account}/installations/${clientId}/settings`,
  /** Keeps external integrations in whose place a published one is to come; leads back to this one of them, if it is named. */
  keep: (account: string, adoptionId: string, clientId?: string) =>
    `/accounts/${account}/adoptions/${adoptionId}/refuse${clientId === undefined ? '' : `?clone=${clientId}`}`,
  disable: (account: string, clientId: string) => `/accounts/${account}/installations/${clientId}/disable`,
  revoke: (account: string, grantId: string) => `/accounts/${account}/grants/${grantId}/revoke`,
  /** The same for one's own; leads back to *My access*. */
  revokeOwn: (account: string, grantId: string) => `/accounts/${account}/grants/${grantId}/revoke?from=my-access`,
  /** The code to copy. */
  code: (account: string, clientId: string) => `/accounts/${account}/integrations/${clientId}`,
  widgetArchive: (account: string, clientId: string, number: number) =>
    `/api/platform/accounts/${account}/integrations/${clientId}/widgets/${number}/archive`,
} as const;
