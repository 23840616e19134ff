// The pages lead back here with this word; without it, to the account's page of the server.
const back = 'from=console';

/** Addresses of the server's own pages, which the console links to: what needs a person's press is done there. */
export const serverPaths = {
  home: '/',
  sessions: '/sessions',
  signIn: '/sign-in',
  apiDocs: '/api/docs',
  /** What a person gave access to there, whoever they are in it. */
  account: (account: string) => `/accounts/${account}`,
  /** The consent page; who may allow it is asked there. */
  authorize: (clientId: string) => `/oauth?client_id=${clientId}`,
  /** Installs a widget, enables it again, or has a fresh code sent, whichever is due. */
  install: (account: string, clientId: string) => `/accounts/${account}/installations/${clientId}/install?${back}`,
  widgetSettings: (account: string, clientId: string) =>
    `/accounts/${account}/installations/${clientId}/settings?${back}`,
  /** Keeps an external integration in whose place a published one is to come. */
  keep: (account: string, clientId: string, adoptionId: string) =>
    `/accounts/${account}/adoptions/${adoptionId}/refuse?${back}&clone=${clientId}`,
  disable: (account: string, clientId: string) => `/accounts/${account}/installations/${clientId}/disable?${back}`,
  revoke: (account: string, grantId: string) => `/accounts/${account}/grants/${grantId}/revoke?${back}`,
  /** With the code to copy, at `#code`. */
  integration: (account: string, clientId: string) => `/accounts/${account}/integrations/${clientId}`,
  widgetArchive: (account: string, clientId: string, number: number) =>
    `/api/platform/accounts/${account}/integrations/${clientId}/widgets/${number}/archive`,
} as const;
