import type { AssociatedData } from './ports/environment.ts';

/** Associated data of a client secret. */
export function secretAssociatedData(secretId: string): AssociatedData {
  return { table: 'integration_secrets', column: 'sealed', id: secretId };
}

/** Associated data of a sealed authorization code. */
export function codeAssociatedData(codeId: string): AssociatedData {
  return { table: 'codes', column: 'sealed_code', id: codeId };
}

/** Associated data of the sealed return path of a key handover. */
export function returnPathAssociatedData(handoverId: string): AssociatedData {
  return { table: 'handovers', column: 'sealed_path', id: handoverId };
}

/** Associated data of a secret widget setting: it can't be opened for another account, integration or field. */
export function settingAssociatedData(
  { accountId, integrationId }: { readonly accountId: number; readonly integrationId: string },
  field: string,
): AssociatedData {
  return { table: 'installation_settings', column: 'sealed', id: `${accountId} ${integrationId} ${field}` };
}

/** Associated data for the sealed secret of a mailed link. */
export function mailLinkAssociatedData(mailId: string): AssociatedData {
  return { table: 'mails', column: 'sealed_secret', id: mailId };
}
