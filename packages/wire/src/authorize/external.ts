import { isCodeChallenge } from '../token/pkce.ts';
import { isProse } from '../prose-text.ts';
import { effectiveParameters } from './effective-parameters.ts';
import type { RawParameter } from './raw.ts';
import type { ReturnPath } from './request.ts';
import { conflictingParameter, firstParameter, readReturnPath } from './request.ts';

/**
 * The request of a metadata button; *Allow* creates a new integration from it.
 *
 * @see docs/spec/dialect.md#external-request
 */
export interface ExternalRequest extends ReturnPath {
  readonly name: string;
  readonly description: string;
  readonly redirectUri: string;
  readonly secretsUri: string;
  readonly logoUri?: string;
  readonly scopes: readonly string[];
  /** S256 challenge of a key pull: only the holder of its verifier may pull keys that could not be delivered. */
  readonly handoverChallenge?: string;
}

/**
 * A parameter of a metadata button that is missing or unusable, by its name on the wire.
 *
 * @see docs/spec/dialect.md#external-request
 */
export type ExternalMember =
  'name' | 'description' | 'redirect_uri' | 'secrets_uri' | 'logo' | 'scopes' | 'state' | 'handover_challenge';

/**
 * The request of a metadata button, or its first parameter that is missing, malformed or sent with two different
 * values.
 *
 * @see docs/spec/dialect.md#external-request
 */
export type ExternalReading =
  | { readonly kind: 'request'; readonly request: ExternalRequest }
  | {
      readonly kind: 'problem';
      readonly problem: 'member_missing' | 'member_malformed' | 'conflicting_parameters';
      readonly member: ExternalMember;
    };

/**
 * True when the query of `/oauth` has metadata that takes effect and no `client_id` that does.
 *
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export function isExternalQuery(query: string): boolean {
  return effectiveParameters(query).asks === 'metadata';
}

/**
 * Reads the request of a metadata button. Addresses are returned as text; the rules check them.
 *
 * @see docs/spec/dialect.md#external-request
 */
export function readExternalRequest(query: string): ExternalReading {
  const { parameters } = effectiveParameters(query);
  const conflicting = conflictingParameter(parameters, ['redirect_uri', 'secrets_uri', 'handover_challenge']);
  if (conflicting !== undefined) return { kind: 'problem', problem: 'conflicting_parameters', member: conflicting };
  const read = (member: ExternalMember): string => firstParameter(parameters, member)?.value?.trim() ?? '';
  const unreadable = readable.find((member) => isUnreadable(firstParameter(parameters, member)));
  if (unreadable !== undefined) return { kind: 'problem', problem: 'member_malformed', member: unreadable };
  for (const member of ['name', 'description', 'redirect_uri', 'secrets_uri'] as const) {
    if (read(member) === '') return { kind: 'problem', problem: 'member_missing', member };
  }
  const challenge = read('handover_challenge');
  if (challenge !== '' && !isCodeChallenge(challenge)) {
    return { kind: 'problem', problem: 'member_malformed', member: 'handover_challenge' };
  }
  const path = readReturnPath(parameters);
  if (path === undefined) return { kind: 'problem', problem: 'member_malformed', member: 'state' };
  const logo = read('logo');
  return {
    kind: 'request',
    request: {
      name: read('name'),
      description: read('description'),
      redirectUri: read('redirect_uri'),
      secretsUri: read('secrets_uri'),
      scopes: readScopes(
        parameters.filter(({ name }) => /^scopes(\[\d*\])?$/.test(name)).map(({ value }) => value ?? '\ufffd'),
      ),
      // The stock button script writes the word `null` when its tag has no logo.
      ...(logo === '' || logo === 'null' ? {} : { logoUri: logo }),
      ...(challenge === '' ? {} : { handoverChallenge: challenge }),
      ...path,
    },
  };
}

/**
 * Parameters of a metadata button that must be readable text: invalid UTF-8 or control characters are refused, naming
 * the parameter.
 */
const readable = ['name', 'description', 'redirect_uri', 'secrets_uri', 'logo', 'handover_challenge'] as const;

function isUnreadable(parameter: RawParameter | undefined): boolean {
  return parameter !== undefined && (parameter.value === undefined || !isProse(parameter.value));
}

function readScopes(values: readonly string[]): readonly string[] {
  return [...new Set(values.flatMap((value) => value.split(',')).map((scope) => scope.trim()))].filter(
    (scope) => scope !== '',
  );
}
