import { type RawParameter, readRawQuery } from './raw.ts';

/** How the person comes back: a message to the opener, or a redirect of the window itself. */
export type ReturnMode = 'popup' | 'post_message';

/** How and where an answer goes back: common to both kinds of request. */
export interface ReturnPath {
  /** As sent, still encoded; absent when none was sent. */
  readonly stateRaw?: string;
  readonly mode?: ReturnMode;
  /** Scheme, host and port of the page with the button. Anybody's word. */
  readonly openerOrigin?: string;
}

/** An authorize request for an existing integration. @see docs/spec/dialect.md#authorize-request */
export interface AuthorizeRequest extends ReturnPath {
  readonly clientId: string;
  /** RFC 7636, S256 only. */
  readonly codeChallenge?: string;
}

export type AuthorizeRequestProblem =
  'unknown_client' | 'conflicting_parameters' | 'unsupported_response_type' | 'unsupported_challenge' | 'unreadable';

export type AuthorizeRequestReading =
  | { readonly kind: 'request'; readonly request: AuthorizeRequest }
  | { readonly kind: 'problem'; readonly problem: AuthorizeRequestProblem };

const STATE_LENGTH_MAX = 4096;

/**
 * Reads the query of `/oauth`. The first `state` and `mode` win, because the stock button puts the page's address in
 * `origin` without encoding it and its parameters bleed into the request; two *different* values of a parameter that
 * says who gets the code are an error.
 *
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export function readAuthorizeRequest(query: string): AuthorizeRequestReading {
  const parameters = readRawQuery(query);
  for (const name of ['client_id', 'redirect_uri', 'secrets_uri', 'code_challenge', 'code_challenge_method']) {
    if (new Set(all(parameters, name).map(({ value, raw }) => value ?? raw)).size > 1)
      return problem('conflicting_parameters');
  }
  const clientId = first(parameters, 'client_id')?.value;
  if (clientId === undefined || clientId === '') return problem('unknown_client');
  const responseType = first(parameters, 'response_type')?.value;
  if (responseType !== undefined && responseType !== '' && responseType !== 'code')
    return problem('unsupported_response_type');

  const challenge = first(parameters, 'code_challenge')?.value;
  const method = first(parameters, 'code_challenge_method')?.value;
  // RFC 7636 §4.3: no method means plain, which this server does not offer.
  if (challenge !== undefined && method !== 'S256') return problem('unsupported_challenge');
  if (challenge !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(challenge)) return problem('unsupported_challenge');

  const path = readReturnPath(parameters);
  if (path === undefined) return problem('unreadable');
  return {
    kind: 'request',
    request: {
      clientId,
      ...path,
      ...(challenge === undefined ? {} : { codeChallenge: challenge }),
    },
  };
}

/** The first `state` and `mode` win; `undefined` when the state is longer than 4096 bytes. */
export function readReturnPath(parameters: readonly RawParameter[]): ReturnPath | undefined {
  const stateRaw = first(parameters, 'state')?.raw;
  if (stateRaw !== undefined && stateRaw.length > STATE_LENGTH_MAX) return undefined;
  const mode = first(parameters, 'mode')?.value;
  const openerOrigin = originOf(first(parameters, 'origin')?.value);
  return {
    ...(stateRaw === undefined ? {} : { stateRaw }),
    ...(mode === 'popup' || mode === 'post_message' ? { mode } : {}),
    ...(openerOrigin === undefined ? {} : { openerOrigin }),
  };
}

/** The origin of an http(s) address without user info, or `undefined`. */
export function originOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  try {
    const url = new URL(address);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === ''
      ? url.origin
      : undefined;
  } catch {
    return undefined;
  }
}

export function all(parameters: readonly RawParameter[], name: string): readonly RawParameter[] {
  return parameters.filter((parameter) => parameter.name === name);
}

export function first(parameters: readonly RawParameter[], name: string): RawParameter | undefined {
  return parameters.find((parameter) => parameter.name === name);
}

function problem(what: AuthorizeRequestProblem): AuthorizeRequestReading {
  return { kind: 'problem', problem: what };
}
