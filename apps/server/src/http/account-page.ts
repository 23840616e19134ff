/** Path of the console. */
export const consolePath = '/console/';

/** Path of the page where an account requests an authorization code for its own integration. */
export function codePagePath(accountId: number, clientId: string): string {
  return `/accounts/${accountId}/integrations/${clientId}`;
}

/** Path of an account in the console, which opens at the first page that its reader may see. */
export function consoleAccountPath(accountId: number): string {
  return `${consolePath}accounts/${accountId}`;
}

/** Path of an installation in the console; without an id, path of the list of installations. */
export function consoleInstalledPath(accountId: number, clientId?: string): string {
  const list = `${consoleAccountPath(accountId)}/installed`;
  return clientId === undefined ? list : `${list}/${clientId}`;
}

/** Path of the console's *My access* page, which lists the access that the reader gave. */
export function consoleMyAccessPath(accountId: number): string {
  return `${consoleAccountPath(accountId)}/my-access`;
}

/** Path of an integration in the console of its technical account, or of the integration's guide there. */
export function consoleIntegrationPath(accountId: number, clientId: string, part?: 'guide'): string {
  const page = `${consoleAccountPath(accountId)}/integrations/${clientId}`;
  return part === undefined ? page : `${page}/${part}`;
}
