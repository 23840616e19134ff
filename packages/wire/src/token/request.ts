import type { Fields, FieldsReading } from './members.ts';
import { readFormFields, readJsonFields } from './members.ts';

/** The members of a token request that mean something; everything else in the body is ignored. */
export const tokenRequestMembers = [
  'grant_type',
  'client_id',
  'client_secret',
  'redirect_uri',
  'code',
  'refresh_token',
  'code_verifier',
] as const;

export type TokenRequestMember = (typeof tokenRequestMembers)[number];

export type TokenRequestFields = Fields<TokenRequestMember>;

export type TokenRequestBody = FieldsReading<TokenRequestMember>;

/** Reads a token request's form. @see docs/spec/dialect.md#token-request */
export function readTokenForm(body: string): TokenRequestBody {
  return readFormFields(body, tokenRequestMembers);
}

/** Reads a token request's JSON, parsed. @see docs/spec/dialect.md#token-request */
export function readTokenJson(body: unknown): TokenRequestBody {
  return readJsonFields(body, tokenRequestMembers);
}

const explainMembers = ['client_id', 'client_secret', 'token'] as const;

export type ExplainFields = Fields<(typeof explainMembers)[number]>;

export type ExplainBody = FieldsReading<(typeof explainMembers)[number]>;

const freshCodeMembers = ['client_id', 'client_secret', 'grant_id'] as const;

export type FreshCodeBody = FieldsReading<(typeof freshCodeMembers)[number]>;

/** Reads the form of a request for a fresh code. @see docs/spec/dialect.md#fresh-code */
export function readFreshCodeForm(body: string): FreshCodeBody {
  return readFormFields(body, freshCodeMembers);
}

/** The same as JSON, parsed. */
export function readFreshCodeJson(body: unknown): FreshCodeBody {
  return readJsonFields(body, freshCodeMembers);
}

/** Reads the form of a question why a token is refused. @see docs/spec/dialect.md#explain */
export function readExplainForm(body: string): ExplainBody {
  return readFormFields(body, explainMembers);
}

/** The same as JSON, parsed. */
export function readExplainJson(body: unknown): ExplainBody {
  return readJsonFields(body, explainMembers);
}
