import type { TagData } from './tag.ts';

/** A parameter's name and its value, not encoded yet. */
export type Parameter = readonly [name: string, value: string];

const externalRequired = ['name', 'description', 'redirect_uri', 'secrets_uri'] as const;

/**
 * What the tag asks to connect: an existing integration by its id, or an external one by its description. `undefined`
 * when it says neither in full; an empty attribute counts as absent.
 *
 * @see docs/spec/dialect.md#authorize-request
 */
export function subjectOf(data: TagData): readonly Parameter[] | undefined {
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

/** The platform's authorize page with these parameters, every value percent-encoded. Never fails. */
export function authorizeUrl(platform: string, parameters: readonly Parameter[]): string {
  return `${platform}/oauth?${parameters.map(([name, value]) => `${name}=${encode(value)}`).join('&')}`;
}

/** Half of a surrogate pair can't be encoded and would throw; it becomes U+FFFD, as in `URLSearchParams`. */
function encode(value: string): string {
  return encodeURIComponent(value.replace(/[\ud800-\udfff]/gu, '\ufffd'));
}
