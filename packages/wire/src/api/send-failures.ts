/** The reasons why a hook's receiver gave no answer. */
export const sendFailures = [
  'refused_address',
  'not_https',
  'dns',
  'connect',
  'connection_refused',
  'no_route',
  'connect_timeout',
  'reset',
  'closed',
  'tls',
  'tls_expired',
  'tls_not_yet_valid',
  'tls_name_differs',
  'tls_chain_incomplete',
  'tls_self_signed',
  'tls_unknown_authority',
  'tls_protocol',
  'timeout',
  'answer_too_large',
  'bad_answer',
] as const;

/** The reasons why a receiver gave no answer, explained for descriptions in OpenAPI. */
export const sendFailureTexts =
  '`refused_address` (not public), `not_https`, `dns` (no public address found for the host), `connection_refused`, `no_route`, `connect_timeout` (no connection in time), `connect` (no connection for another reason), `reset`, `closed` (closed without a response), `tls_expired`, `tls_not_yet_valid`, `tls_name_differs`, `tls_chain_incomplete`, `tls_self_signed`, `tls_unknown_authority`, `tls_protocol` (no common version or cipher, or no TLS), `tls` (another TLS failure), `timeout` (connected, no response in time), `answer_too_large`, `bad_answer` (not HTTP)';
