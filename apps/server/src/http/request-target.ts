import type { IncomingMessage } from 'node:http';

/**
 * Path and query of a request. A request line with a whole URL also names the host, which then replaces the `Host`
 * header (RFC 9112 §3.2.2).
 */
export function originForm(message: IncomingMessage): string {
  const { url = '/' } = message;
  const [whole, host, rest = ''] = /^https?:\/\/([^/?#@]+)([/?].*)?$/i.exec(url) ?? [];
  if (whole === undefined || host === undefined) return url;
  message.headers.host = host;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** Whether a request has several `Host` headers, or a request target that is not a path. @see RFC 9112 §3.2 */
export function isAmbiguous({ rawHeaders, url = '/' }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1 || !(url.startsWith('/') || url === '*');
}
