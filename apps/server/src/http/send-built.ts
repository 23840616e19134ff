import { chooseCoding } from '@pristan/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BuiltFile } from '../pages/built-file.ts';

/** Headers for a file whose name changes with its content. */
export const immutableHeaders = {
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/**
 * Sends a built file in the content coding that the client prefers, 304 when the client has it, or 406 when the client
 * accepts none of the available codings. Each coding has an ETag of its own, because its bytes differ.
 *
 * Only the build's output is sent compressed. An answer made for one person holds secrets, such as a form token, and
 * often text from the request: compressed together, its length would leak the secret (BREACH, CVE-2013-3587).
 *
 * @see RFC 9110 §8.8.3.3
 * @see RFC 9110 §12.5.3
 * @see RFC 9110 §13.1.2
 */
export async function sendBuilt(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  file: BuiltFile,
  headers: Readonly<Record<string, string>>,
): Promise<FastifyReply> {
  const coding = chooseCoding(request.headers['accept-encoding'], [...file.codings.keys()]);
  if (file.codings.size > 0) reply.header('Vary', 'Accept-Encoding');
  if (coding === undefined) {
    return reply
      .code(406)
      .header('Cache-Control', 'no-store')
      .type('text/plain; charset=utf-8')
      .send(`Accept-Encoding takes none of: ${[...file.codings.keys(), 'identity'].join(', ')}\n`);
  }
  const encoded = coding === 'identity' ? undefined : file.codings.get(coding);
  const tag = encoded === undefined ? `"${file.tag}"` : `"${file.tag}-${coding}"`;
  reply.headers({ ...headers, ETag: tag });
  if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send();
  if (encoded !== undefined) reply.header('Content-Encoding', coding);
  return reply.type(file.contentType).send(encoded ?? file.body);
}

/** Whether an `If-None-Match` header names this ETag; weak and strong tags compare as equal. */
function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || [...header.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, known]) => known === tag);
}
