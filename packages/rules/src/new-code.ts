import type { Instant } from './instant.ts';
import { codeLifetimeMs } from './lifetimes.ts';

export interface NewCode {
  readonly codeId: string;
  readonly keyId: string;
  readonly grantId: string;
  readonly integrationId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
  readonly keyEpoch: number;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /**
   * The sealed code; only for codes that are read again: copied from a page, sent by hook, or returned by a handover.
   */
  readonly sealedCode: Uint8Array | undefined;
  /** True when its owner copies it from the integration's page; the sealed code then serves that page. */
  readonly copyable?: boolean;
}

/** The integration facts that a code is bound to. */
export interface CodeReceiver {
  readonly redirectUri: string;
  readonly keyEpoch: number;
}

/** A code's ids, generated before the rule, and its sealed form where it is needed again. */
export interface DrawnCode {
  readonly codeId: string;
  readonly keyId: string;
  readonly sealedCode?: Uint8Array;
}

/**
 * Makes the code of a grant that was just given.
 *
 * @see RFC 6749 §4.1.2
 * @see docs/spec/dialect.md#codes
 */
export function newCode(
  { codeId, keyId, sealedCode }: DrawnCode,
  about: CodeReceiver & { readonly integrationId: string; readonly grantId: string },
  codeChallenge: string | undefined,
  now: Instant,
): NewCode {
  const { grantId, integrationId, redirectUri, keyEpoch } = about;
  return {
    codeId,
    keyId,
    grantId,
    integrationId,
    redirectUri,
    codeChallenge,
    keyEpoch,
    issuedAt: now,
    expiresAt: now + codeLifetimeMs,
    sealedCode,
  };
}
