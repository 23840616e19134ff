import { buttonTexts } from '@pristan/locales/button';
import type { Dialect, TagData } from './tag.ts';
import type { Locale } from './texts.ts';

/** The name of a query parameter and its value, not encoded yet. */
export type Parameter = readonly [name: string, value: string];

const externalRequired = ['name', 'description', 'redirect_uri', 'secrets_uri'] as const;

/**
 * The query parameters for the integration of a script tag: an existing one by its client ID, or an external one by its
 * description. `undefined` when neither is complete; an empty attribute counts as absent.
 *
 * @see docs/spec/dialect.md#authorize-request
 */
export function integrationParameters(data: TagData): readonly Parameter[] | undefined {
  const clientId = data['clientId'];
  if (clientId) return [['client_id', clientId]];

  const parameters: Parameter[] = [];
  for (const name of externalRequired) {
    const value = data[name];
    if (!value) return undefined;
    parameters.push([name, value]);
  }
  if (data['logo']) parameters.push(['logo', data['logo']]);
  const scopes = (data['scopes'] || '')
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean);
  if (!scopes.length) return undefined;
  for (const scope of scopes) parameters.push(['scopes[]', scope]);
  if (data['handoverChallenge']) parameters.push(['handover_challenge', data['handoverChallenge']]);
  return parameters;
}

/**
 * The path of the authorize page; on a tag with Kommo's class it depends on the button's language. A platform without
 * that language uses the reader's own.
 */
export function authorizePath(dialect: Dialect, locale: Locale): string {
  return `${dialect === 'kommo' ? buttonTexts[locale].path : ''}/oauth`;
}

/** The URL of the authorize page with these parameters, every value percent-encoded. Never throws. */
export function authorizeUrl(platform: string, parameters: readonly Parameter[], path = '/oauth'): string {
  return `${platform}${path}?${parameters.map(([name, value]) => `${name}=${encode(value)}`).join('&')}`;
}

/** An unpaired surrogate would make the encoder throw; it becomes U+FFFD, as in `URLSearchParams`. */
function encode(value: string): string {
  return encodeURIComponent(value.replace(/[\ud800-\udfff]/gu, '\ufffd'));
}
