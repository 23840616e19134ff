import type { FastifyInstance } from 'fastify';

/** A body as text, still to be read by the route, which knows what duplicates and unknown members mean there. */
export interface TextBody {
  readonly type: 'form' | 'json';
  readonly text: string;
}

/** A body that is not UTF-8; a route answers it in its own dialect. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody';
  readonly statusCode = 400;
}

/** Bodies larger than this are refused before they are read. */
export const bodyBytesMax = 64 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Takes JSON and form bodies as text in strict UTF-8. Everything else is 415. */
export function takeTextBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const take = (contentType: string, type: TextBody['type']): void => {
    app.addContentTypeParser<Buffer>(contentType, { parseAs: 'buffer' }, (_request, body, done) => {
      try {
        done(null, { type, text: utf8.decode(body) } satisfies TextBody);
      } catch {
        done(new UnreadableBody('the body is not valid UTF-8'));
      }
    });
  };
  take('application/json', 'json');
  take('application/x-www-form-urlencoded', 'form');
}

export function isTextBody(body: unknown): body is TextBody {
  return typeof body === 'object' && body !== null && 'type' in body && 'text' in body;
}

/** A form's fields; `undefined` when a name stands in it twice, which no form of ours sends. */
export function readForm(body: unknown): ReadonlyMap<string, string> | undefined {
  if (!isTextBody(body) || body.type !== 'form') return undefined;
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.text)) {
    if (fields.has(name)) return undefined;
    fields.set(name, value);
  }
  return fields;
}
