import { pathOf, platformPath } from '@pristan/wire';
/** Path of the API page, which everybody may read, signed in or not. */
export const apiDocsPath = '/api-docs';

/** First page of an account, by the member’s role. */
export const firstPages = {
  admin: '/accounts/$accountId/installed',
  member: '/accounts/$accountId/my-access',
} as const;

/** URLs of server pages that the console links to: actions that need a person's confirmation happen there. */
export const serverPaths = {
  console: '/console/',
  signIn: '/sign-in',
  /** The consent page for an integration; the server decides who may allow it. */
  authorize: (clientId: string) => `/oauth?client_id=${clientId}`,
  /**
   * Page that installs an integration with a widget, enables it again, or sends its server a new code, depending on its
   * state.
   */
  install: (account: string, clientId: string) => `/accounts/${account}/installations/${clientId}/install`,
  widgetSettings: (account: string, clientId: string) => `/accounts/${account}/installations/${clientId}/settings`,
  /**
   * Page that refuses an adoption, so that external integrations are kept; it leads back to the named external
   * integration.
   */
  keep: (account: string, adoptionId: string, clientId?: string) =>
    `/accounts/${account}/adoptions/${adoptionId}/refuse${clientId === undefined ? '' : `?clone=${clientId}`}`,
  disable: (account: string, clientId: string) => `/accounts/${account}/installations/${clientId}/disable`,
  revoke: (account: string, grantId: string) => `/accounts/${account}/grants/${grantId}/revoke`,
  /** Page that revokes the signed-in user’s own grant; it leads back to *My access*. */
  revokeOwn: (account: string, grantId: string) => `/accounts/${account}/grants/${grantId}/revoke?from=my-access`,
  /** Page that shows an authorization code to copy. */
  code: (account: string, clientId: string) => `/accounts/${account}/integrations/${clientId}`,
  widgetArchive: (account_id: string, client_id: string, number: number) =>
    `${platformPath}${pathOf('download_widget', { account_id, client_id, number })}`,
} as const;
