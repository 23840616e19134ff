/**
 * The reason for a refused code exchange, as the integrator reads it. It tells apart why a code does not work: used,
 * expired, or access ended.
 *
 * @see docs/spec/dialect.md#first-token
 */
export type ExchangeRefusalReason =
  | 'client_unknown'
  | 'secret_wrong'
  | 'code_unknown'
  | 'code_expired'
  | 'code_used'
  | 'access_ended'
  | 'code_of_another_client'
  | 'redirect_uri_differs'
  | 'account_differs'
  | 'verifier_differs'
  | `${'client_secret' | 'redirect_uri' | 'code' | 'code_verifier'}_missing`;
