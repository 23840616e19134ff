import type { LineProblem } from '@pristan/wire';
import { nameProblem, proseProblem } from '@pristan/wire';
import { mayRequestScope } from '../access/scopes.ts';
import { addressProblem, isLoopbackName } from './addresses.ts';
import type { AddressProblem, AddressAudience } from './addresses.ts';
import type { HtmlProblem } from './html-limits.ts';
import { htmlProblem } from './html-limits.ts';

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
  readonly code: AddressProblem | HtmlProblem | LineProblem | 'unknown_scope';
}

// The description of a metadata button travels inside a URL, and sealed in another one; servers and browsers limit the
// length of URLs.
const limits = { name: 255, description: 4_000 } as const;

/**
 * The first unacceptable member of a metadata button's request; then no page is shown and no integration created.
 *
 * @param reach `own_account` permits loopback http, for development
 */
export function externalProblem(metadata: ExternalMetadata, reach: AddressAudience): ExternalProblem | undefined {
  const ofName = nameProblem(metadata.name, limits.name);
  if (ofName !== undefined) return { member: 'name', code: ofName };
  const ofDescription = proseProblem(metadata.description, limits.description);
  if (ofDescription !== undefined) return { member: 'description', code: ofDescription };
  const tooMuch = htmlProblem(metadata.description);
  if (tooMuch !== undefined) return { member: 'description', code: tooMuch };
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
  const unknown = metadata.scopes.some((scope) => !mayRequestScope('external', scope));
  return unknown ? { member: 'scopes', code: 'unknown_scope' } : undefined;
}

/** True when the keys would be sent to another host than the user's browser; the consent page then says so. */
export function hostsDiffer(metadata: Pick<ExternalMetadata, 'redirectUri' | 'secretsUri'>): boolean {
  const [redirect, secrets] = [new URL(metadata.redirectUri), new URL(metadata.secretsUri)];
  return (
    redirect.hostname !== secrets.hostname && !(isLoopbackName(redirect.hostname) && isLoopbackName(secrets.hostname))
  );
}
