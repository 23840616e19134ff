import type { SendFailure } from '@pristan/rules';
import { ConnectionBlocked } from './guarded-connector.ts';
import { NameLookupFailed } from './name-lookup.ts';

/** Reasons for a failed request that people are shown, by Node's and OpenSSL's error codes. */
const reasons: Readonly<Record<string, SendFailure>> = {
  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'no_route',
  ENETUNREACH: 'no_route',
  EHOSTDOWN: 'no_route',
  ENETDOWN: 'no_route',
  EADDRNOTAVAIL: 'no_route',
  ETIMEDOUT: 'connect_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_HEADERS_OVERFLOW: 'answer_too_large',
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_not_yet_valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_name_differs',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'tls_name_differs',
  HOSTNAME_MISMATCH: 'tls_name_differs',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_chain_incomplete',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_chain_incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_unknown_authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_unknown_authority',
  CERT_UNTRUSTED: 'tls_unknown_authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_self_signed',
};

/**
 * Error codes of a failed TLS handshake: version, ciphers, or no TLS at all. Every other OpenSSL error becomes `tls`.
 */
const handshake =
  /^(EPROTO|ERR_SSL_.*(VERSION|PROTOCOL|CIPHER|HANDSHAKE|ALERT|PACKET|HTTP|RECORD|KEY_TOO_SMALL|TOO_WEAK|SHARED).*)$/;
const tls = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|CRL_)/;

/**
 * Reason why an outgoing request got no answer.
 *
 * @param error thrown by undici, the guarded connector or the name lookup
 */
export function sendFailureOf(error: unknown): SendFailure {
  if (error instanceof ConnectionBlocked) return error.reason;
  if (error instanceof NameLookupFailed) return error.reason === 'dns' ? 'dns' : 'connect_timeout';
  if (!(error instanceof Error)) return 'connect';
  // When the connections to several addresses failed, the first one's error counts.
  const { errors } = error as { errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return sendFailureOf(errors[0]);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'UND_ERR_SOCKET') return socketFailureOf(error);
  return connectionFailure(code, error) ?? answerFailure(code, error) ?? 'connect';
}

function connectionFailure(code: string, { message }: Error): SendFailure | undefined {
  const known = reasons[code];
  if (known === 'reset' && /before secure TLS connection/.test(message)) return 'tls_protocol';
  if (known !== undefined) return known;
  if (handshake.test(code)) return 'tls_protocol';
  return tls.test(code) ? 'tls' : undefined;
}

function answerFailure(code: string, { name }: Error): SendFailure | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') return 'answer_too_large';
  // undici asserts that the HTTP status is at least 100.
  const isBad = name === 'HTTPParserError' || /^(ERR_ASSERTION|UND_ERR_RES|UND_ERR_INVALID|HPE_)/.test(code);
  return isBad ? 'bad_answer' : undefined;
}

function socketFailureOf(error: Error): SendFailure {
  if (/bad (upgrade|response)/.test(error.message)) return 'bad_answer';
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error && 'code' in cause ? sendFailureOf(cause) : 'closed';
}
