import { accountPath } from './place.ts';

function installationPath(accountId: number, clientId: string): string {
  return `${accountPath(accountId)}/installations/${clientId}`;
}

/** The page that asks before a widget is installed in an account. */
export function installPath(accountId: number, clientId: string): string {
  return `${installationPath(accountId, clientId)}/install`;
}

/** The page of an installation's settings. */
export function settingsPath(accountId: number, clientId: string): string {
  return `${installationPath(accountId, clientId)}/settings`;
}

/** Where the press goes that lets an integrator's server ask for codes, or forbids it. */
export function freshCodesPath(accountId: number, clientId: string): string {
  return `${installationPath(accountId, clientId)}/fresh-codes`;
}
