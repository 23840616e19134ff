import type { Fields, FieldsReading } from './members.ts';
import { readFormFields, readJsonFields } from './members.ts';

/**
 * The known members of a token request; other members are ignored.
 *
 * @see RFC 6749 §4.1.3
 * @see RFC 6749 §6
 */
export const tokenRequestMembers = [
  'grant_type',
  'client_id',
  'client_secret',
  'redirect_uri',
  'code',
  'refresh_token',
  'code_verifier',
] as const;

/** The name of a known member of a token request. @see docs/spec/dialect.md#token-request */
export type TokenRequestMember = (typeof tokenRequestMembers)[number];

/** The known members of a token request, as sent. @see docs/spec/dialect.md#token-request */
export type TokenRequestFields = Fields<TokenRequestMember>;

/**
 * The body of a token request as read: its members, a repeated member, or unreadable.
 *
 * @see docs/spec/dialect.md#token-request
 */
export type TokenRequestBody = FieldsReading<TokenRequestMember>;

/** Reads the form body of a token request. @see docs/spec/dialect.md#token-request */
export function readTokenForm(body: string): TokenRequestBody {
  return readFormFields(body, tokenRequestMembers);
}

/** Reads the parsed JSON body of a token request. @see docs/spec/dialect.md#token-request */
export function readTokenJson(body: unknown): TokenRequestBody {
  return readJsonFields(body, tokenRequestMembers);
}

const explainMembers = ['client_id', 'client_secret', 'token'] as const;

/** The members of a request to the explain endpoint, as sent. @see docs/spec/dialect.md#explain */
export type ExplainFields = Fields<(typeof explainMembers)[number]>;

/**
 * The body of an explain request as read: its members, a repeated member, or unreadable.
 *
 * @see docs/spec/dialect.md#explain
 */
export type ExplainBody = FieldsReading<(typeof explainMembers)[number]>;

const freshCodeMembers = ['client_id', 'client_secret', 'grant_id'] as const;

/**
 * The body of a request for a new authorization code, as read: its members, a repeated member, or unreadable.
 *
 * @see docs/spec/dialect.md#fresh-code
 */
export type FreshCodeBody = FieldsReading<(typeof freshCodeMembers)[number]>;

/** Reads the form body of a request for a new authorization code. @see docs/spec/dialect.md#fresh-code */
export function readFreshCodeForm(body: string): FreshCodeBody {
  return readFormFields(body, freshCodeMembers);
}

/** Reads the parsed JSON body of a request for a new authorization code. @see docs/spec/dialect.md#fresh-code */
export function readFreshCodeJson(body: unknown): FreshCodeBody {
  return readJsonFields(body, freshCodeMembers);
}

/** Reads the form body of a request to the explain endpoint. @see docs/spec/dialect.md#explain */
export function readExplainForm(body: string): ExplainBody {
  return readFormFields(body, explainMembers);
}

/** Reads the parsed JSON body of a request to the explain endpoint. @see docs/spec/dialect.md#explain */
export function readExplainJson(body: unknown): ExplainBody {
  return readJsonFields(body, explainMembers);
}
