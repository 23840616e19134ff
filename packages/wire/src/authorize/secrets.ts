import { readRawQuery } from './raw.ts';

/** Exactly what the secrets hook posts, and what a pull answers without `state`. @see docs/spec/dialect.md#secrets-hook */
export interface SecretsBody {
  readonly client_id: string;
  readonly client_secret: string;
  /** The button's state, decoded; as it stood in the address when it is not UTF-8. */
  readonly state: string | null;
}

export function formatSecretsBody(keys: {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateRaw: string | undefined;
}): SecretsBody {
  const { stateRaw } = keys;
  const state = stateRaw === undefined ? null : (readRawQuery(`state=${stateRaw}`)[0]?.value ?? stateRaw);
  return { client_id: keys.clientId, client_secret: keys.clientSecret, state };
}

/** What `POST /oauth2/secrets` is given. @see docs/spec/dialect.md#pull */
export interface Pull {
  readonly secretsCode: string;
  /** RFC 7636 §4.1. */
  readonly verifier: string;
}

/** Reads the members of a pull; the name of the first that is missing or malformed otherwise. */
export function readPull(
  members: Readonly<Record<string, unknown>>,
): Pull | { readonly problem: 'secrets_code' | 'verifier' } {
  const { secrets_code: secretsCode, verifier } = members;
  if (typeof secretsCode !== 'string' || secretsCode === '') return { problem: 'secrets_code' };
  if (typeof verifier !== 'string' || !/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) return { problem: 'verifier' };
  return { secretsCode, verifier };
}
