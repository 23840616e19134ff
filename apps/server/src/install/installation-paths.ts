function installationPath(accountId: number, clientId: string): string {
  return `/accounts/${accountId}/installations/${clientId}`;
}

/** Path of the page for an installation's settings. */
export function settingsPath(accountId: number, clientId: string): string {
  return `${installationPath(accountId, clientId)}/settings`;
}
