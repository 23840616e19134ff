/** English texts that the server's pages and mails share with the console: names of roles, scopes and failures. */
export const terms = {
  now: 'just now',
  operator: 'the platform’s operator',
  role: {
    admin: 'admin',
    member: 'member',
  },
  scope: {
    crm: {
      name: 'account data',
      means: 'Read and change the account’s data: contacts, deals, tasks, settings',
    },
    files: {
      name: 'files',
      means: 'See, download and upload the account’s files',
    },
    files_delete: {
      name: 'deletion of files',
      means: 'Delete the account’s files',
    },
    notifications: {
      name: 'notifications',
      means: 'Read and post notifications',
    },
    push_notifications: {
      name: 'push notifications',
      means: 'Send push notifications to the account’s people',
    },
  },
  answered: 'answered {{status}}',
  failure: {
    refused_address: 'an address that we do not connect to',
    not_https: 'reachable only without encryption',
    dns: 'no public address was found for the host',
    connect: 'no connection',
    connection_refused: 'connection refused: nothing listens on this port',
    no_route: 'no route to the address',
    connect_timeout: 'no connection in time',
    reset: 'the connection was reset',
    closed: 'the connection was closed without a response',
    tls: 'no valid certificate',
    tls_expired: 'the certificate has expired',
    tls_not_yet_valid: 'the certificate is not valid yet',
    tls_name_differs: 'the certificate is for another host',
    tls_chain_incomplete: 'the certificate chain is incomplete: an intermediate certificate is missing',
    tls_self_signed: 'the certificate is self-signed',
    tls_unknown_authority: 'the certificate was issued by an authority that is not trusted',
    tls_protocol: 'no common TLS version or cipher, or no TLS on this port',
    timeout: 'connected, but no response in time',
    answer_too_large: 'the response headers are too large',
    bad_answer: 'not an HTTP response',
    status: 'answered with a refusal',
    interrupted: 'interrupted on our side; it may have arrived',
    not_sent: 'not sent',
    paused: 'not sent: the integration is paused',
    receiver_stopped: 'not sent: this address is disabled',
  },
} as const;
