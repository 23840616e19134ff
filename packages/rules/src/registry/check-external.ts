import { mayAskFor } from '../access/scopes.ts';
import { addressProblem, isLoopbackName } from './addresses.ts';
import type { AddressProblem, AddressReach } from './addresses.ts';

export interface ExternalMetadata {
  readonly name: string;
  readonly description: string;
  readonly redirectUri: string;
  readonly secretsUri: string;
  readonly logoUri?: string;
  readonly scopes: readonly string[];
}

export interface ExternalProblem {
  readonly member: 'name' | 'description' | 'redirect_uri' | 'secrets_uri' | 'logo' | 'scopes';
  readonly code: AddressProblem | 'too_long' | 'unknown_scope' | 'required';
}

// The description travels in an address, and sealed in another one, which servers and browsers keep short.
const limits = { name: 255, description: 4_000 } as const;

/**
 * The first thing in the metadata of an external button that can't be accepted; nothing is shown or created then.
 *
 * @param reach `own_account` lets loopback http through: for development
 */
export function externalProblem(metadata: ExternalMetadata, reach: AddressReach): ExternalProblem | undefined {
  if ([...metadata.name].length > limits.name) return { member: 'name', code: 'too_long' };
  if ([...metadata.description].length > limits.description) return { member: 'description', code: 'too_long' };
  const addresses = [
    ['redirect_uri', metadata.redirectUri],
    ['secrets_uri', metadata.secretsUri],
    ['logo', metadata.logoUri],
  ] as const;
  for (const [member, address] of addresses) {
    const code = address === undefined ? undefined : addressProblem(address, reach);
    if (code !== undefined) return { member, code };
  }
  if (metadata.scopes.length === 0) return { member: 'scopes', code: 'required' };
  const unknown = metadata.scopes.some((scope) => !mayAskFor('external', scope));
  return unknown ? { member: 'scopes', code: 'unknown_scope' } : undefined;
}

/** Whether the keys would go to another machine than the person: worth a word on the consent page. */
export function hostsDiffer(metadata: Pick<ExternalMetadata, 'redirectUri' | 'secretsUri'>): boolean {
  const [redirect, secrets] = [new URL(metadata.redirectUri), new URL(metadata.secretsUri)];
  return (
    redirect.hostname !== secrets.hostname && !(isLoopbackName(redirect.hostname) && isLoopbackName(secrets.hostname))
  );
}
