import { shellArgument } from '../registry/guide/quote.ts';

/** Formats a recorded request as a curl command for a POSIX shell; masked values stay masked. */
export function asCurl(request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}): string {
  const { method, url, headers, body } = request;
  return [
    `curl -X ${shellArgument(method)} ${shellArgument(url)}`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${shellArgument(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`  --data-raw ${shellArgument(body)}`]),
  ].join(' \\\n');
}
