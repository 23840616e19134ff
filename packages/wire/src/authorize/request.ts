import { isCodeChallenge } from '../token/pkce.ts';
import { effectiveParameters } from './effective-parameters.ts';
import type { RawParameter } from './raw.ts';

/**
 * The browser's way back to the integrator: a message to the opener (`popup`), or a redirect of the window itself.
 *
 * @see docs/spec/dialect.md#authorize-request
 */
export type ReturnMode = 'popup' | 'post_message';

/**
 * The parameters that tell where an answer goes, common to authorize requests and metadata buttons.
 *
 * @see docs/spec/dialect.md#authorize-request
 */
export interface ReturnPath {
  /** The `state` as sent, still encoded; absent when none was sent. */
  readonly stateRaw?: string;
  readonly mode?: ReturnMode;
  /** Scheme, host and port of the page with the button. Unverified: any page can claim any origin. */
  readonly openerOrigin?: string;
}

/**
 * An authorize request for an existing integration.
 *
 * @see RFC 6749 §4.1.1
 * @see RFC 6749 §3.1.2.3
 * @see docs/spec/dialect.md#authorize-request
 */
export interface AuthorizeRequest extends ReturnPath {
  readonly clientId: string;
  /** The PKCE challenge; only S256 is supported. @see RFC 7636 §4.2 */
  readonly codeChallenge?: string;
}

/**
 * The reasons why an authorize request ends on an error page instead of a redirect.
 *
 * @see RFC 6749 §3.1.2.4
 * @see RFC 7636 §4.4.1
 * @see RFC 9700 §4.11
 * @see docs/spec/dialect.md#authorize-request
 */
export type AuthorizeRequestProblem =
  'unknown_client' | 'conflicting_parameters' | 'unsupported_response_type' | 'unsupported_challenge' | 'unreadable';

/** The authorize request, or the first problem found in it. @see docs/spec/dialect.md#authorize-request */
export type AuthorizeRequestReading =
  | { readonly kind: 'request'; readonly request: AuthorizeRequest }
  | { readonly kind: 'problem'; readonly problem: AuthorizeRequestProblem };

/** Parameters that decide who gets the authorization code. */
const decisive = ['client_id', 'redirect_uri', 'secrets_uri', 'code_challenge', 'code_challenge_method'];

const STATE_LENGTH_MAX = 4096;

/**
 * Reads the query of `/oauth`, ignoring the parameters that take no effect. The first `state` and `mode` win; two
 * *different* values of a parameter that decides who gets the authorization code are a conflict.
 *
 * @see RFC 6749 §3.1
 * @see RFC 6749 §3.1.1
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export function readAuthorizeRequest(query: string): AuthorizeRequestReading {
  const { parameters } = effectiveParameters(query);
  if (conflictingParameter(parameters, decisive) !== undefined) return problem('conflicting_parameters');
  const clientId = valueOf(parameters, 'client_id');
  if (clientId === undefined || clientId === '') return problem('unknown_client');
  const responseType = valueOf(parameters, 'response_type');
  if (responseType !== undefined && responseType !== '' && responseType !== 'code')
    return problem('unsupported_response_type');

  const challenge = valueOf(parameters, 'code_challenge');
  const method = valueOf(parameters, 'code_challenge_method');
  // RFC 7636 §4.3: a challenge without a method means plain, which this server does not support.
  if (challenge !== undefined && !(method === 'S256' && isCodeChallenge(challenge)))
    return problem('unsupported_challenge');

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

/**
 * Reads the parameters of the way back; the first `state` and `mode` win. `undefined` when the state is longer than
 * 4096 bytes.
 *
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export function readReturnPath(parameters: readonly RawParameter[]): ReturnPath | undefined {
  const stateRaw = firstParameter(parameters, 'state')?.raw;
  if (stateRaw !== undefined && stateRaw.length > STATE_LENGTH_MAX) return undefined;
  const mode = valueOf(parameters, 'mode');
  const origin = firstParameter(parameters, 'origin');
  // A page address in an encoding other than UTF-8 still has an origin.
  const openerOrigin = originOf(origin?.value ?? origin?.raw);
  return {
    ...(stateRaw === undefined ? {} : { stateRaw }),
    ...(mode === 'popup' || mode === 'post_message' ? { mode } : {}),
    ...(openerOrigin === undefined ? {} : { openerOrigin }),
  };
}

/** The origin of an http(s) address without user info, or `undefined`. @see docs/spec/dialect.md#messages */
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

/** Every occurrence of a query parameter, in the order sent. @see docs/spec/dialect.md#duplicate-parameters */
export function allParameters(parameters: readonly RawParameter[], name: string): readonly RawParameter[] {
  return parameters.filter((parameter) => parameter.name === name);
}

/**
 * The first of these query parameters that occurs with different values; `undefined` when none does.
 *
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export function conflictingParameter<Name extends string>(
  parameters: readonly RawParameter[],
  names: readonly Name[],
): Name | undefined {
  return names.find((name) => new Set(allParameters(parameters, name).map(({ value, raw }) => value ?? raw)).size > 1);
}

/**
 * The first occurrence of a query parameter, the one that takes effect.
 *
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export function firstParameter(parameters: readonly RawParameter[], name: string): RawParameter | undefined {
  return parameters.find((parameter) => parameter.name === name);
}

function problem(what: AuthorizeRequestProblem): AuthorizeRequestReading {
  return { kind: 'problem', problem: what };
}

function valueOf(parameters: readonly RawParameter[], name: string): string | undefined {
  return firstParameter(parameters, name)?.value;
}
