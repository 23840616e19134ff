/** Why an exchange was refused, as its integrator is told: of a dead code, what it died of. */
export type ExchangeFault =
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
