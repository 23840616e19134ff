import { isCodeVerifier } from '../token/pkce.ts';
import { readRawQuery } from './raw.ts';

/**
 * The exact body that the secrets hook posts; a pull of the keys returns the same body without `state`.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export interface SecretsBody {
  readonly client_id: string;
  readonly client_secret: string;
  /** The button's state, decoded; still encoded when it is not UTF-8. `null` when none was sent. */
  readonly state: string | null;
}

/** Formats the body of the secrets hook. @see docs/spec/dialect.md#secrets-hook */
export function formatSecretsBody(keys: {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateRaw: string | undefined;
}): SecretsBody {
  const { stateRaw } = keys;
  const state = stateRaw === undefined ? null : (readRawQuery(`state=${stateRaw}`)[0]?.value ?? stateRaw);
  return { client_id: keys.clientId, client_secret: keys.clientSecret, state };
}

/** The parameters of a key pull, `POST /oauth2/secrets`. @see docs/spec/dialect.md#pull */
export interface KeyPull {
  readonly secretsCode: string;
  /** The PKCE verifier, compared with the button's `handover_challenge`. @see RFC 7636 §4.1 */
  readonly verifier: string;
}

/**
 * Reads the body of a key pull, or returns the name of its first parameter that is missing or malformed.
 *
 * @see docs/spec/dialect.md#pull
 */
export function readPull(
  members: Readonly<Record<string, unknown>>,
): KeyPull | { readonly problem: 'secrets_code' | 'verifier' } {
  const { secrets_code: secretsCode, verifier } = members;
  if (typeof secretsCode !== 'string' || secretsCode === '') return { problem: 'secrets_code' };
  if (typeof verifier !== 'string' || !isCodeVerifier(verifier)) return { problem: 'verifier' };
  return { secretsCode, verifier };
}
