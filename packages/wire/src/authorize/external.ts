import { readRawQuery } from './raw.ts';
import type { ReturnPath } from './request.ts';
import { all, first, readReturnPath } from './request.ts';

/** What a metadata button asks: that an integration be created at the moment of Allow. @see docs/spec/dialect.md#external-request */
export interface ExternalRequest extends ReturnPath {
  readonly name: string;
  readonly description: string;
  readonly redirectUri: string;
  readonly secretsUri: string;
  readonly logoUri?: string;
  readonly scopes: readonly string[];
  /** S256 challenge of the one who may pull the keys when they can't be delivered. */
  readonly handoverChallenge?: string;
}

/** A member of the metadata that is missing or can't be used, by its name on the wire. */
export type ExternalMember =
  'name' | 'description' | 'redirect_uri' | 'secrets_uri' | 'logo' | 'scopes' | 'state' | 'handover_challenge';

export type ExternalReading =
  | { readonly kind: 'request'; readonly request: ExternalRequest }
  | {
      readonly kind: 'problem';
      readonly problem: 'member_missing' | 'member_malformed' | 'conflicting_parameters';
      readonly member: ExternalMember;
    };

/** Whether a query is a metadata button's: it names no integration, and where keys should go. */
export function isExternalQuery(query: string): boolean {
  const names = new Set(readRawQuery(query).map((parameter) => parameter.name));
  return !names.has('client_id') && (names.has('secrets_uri') || (names.has('redirect_uri') && names.has('name')));
}

/** Reads the metadata of an external button. Addresses are judged by the rules; here they are only text. */
export function readExternalRequest(query: string): ExternalReading {
  const parameters = readRawQuery(query);
  for (const member of ['redirect_uri', 'secrets_uri', 'handover_challenge'] as const) {
    if (new Set(all(parameters, member).map(({ value, raw }) => value ?? raw)).size > 1) {
      return { kind: 'problem', problem: 'conflicting_parameters', member };
    }
  }
  const read = (member: ExternalMember): string => first(parameters, member)?.value?.trim() ?? '';
  for (const member of ['name', 'description', 'redirect_uri', 'secrets_uri'] as const) {
    if (read(member) === '') return { kind: 'problem', problem: 'member_missing', member };
  }
  const challenge = read('handover_challenge');
  if (challenge !== '' && !/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
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
        parameters.filter(({ name }) => name === 'scopes[]' || name === 'scopes').map(({ value }) => value ?? ''),
      ),
      // The stock script writes the word `null` when its tag has no logo.
      ...(logo === '' || logo === 'null' ? {} : { logoUri: logo }),
      ...(challenge === '' ? {} : { handoverChallenge: challenge }),
      ...path,
    },
  };
}

function readScopes(values: readonly string[]): readonly string[] {
  return [...new Set(values.flatMap((value) => value.split(',')).map((scope) => scope.trim()))].filter(
    (scope) => scope !== '',
  );
}
