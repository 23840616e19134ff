import type { FastifyInstance } from 'fastify';
import { requireTextJson, requireTextPairs } from './malformed-text.ts';

/**
 * A request body as text. The route parses it, since only the route knows how to treat duplicate and unknown members.
 */
export interface TextBody {
  readonly type: 'form' | 'json';
  readonly text: string;
}

/** A request body that is not UTF-8, or a form with too many fields. The route answers 400 in its dialect. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody';
  readonly statusCode = 400;
}

/** Default limit of a request body, in bytes; a larger body is answered with 413. */
export const bodyBytesMax = 64 * 1024;

/** Limit on the number of form fields. Our own forms have fewer than 100; each field costs more than its bytes. */
const fieldsMax = 1_000;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Makes the server accept JSON and form bodies as strict UTF-8 text; a body of any other type is answered with 415. */
export function takeTextBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const take = (contentType: string, type: TextBody['type']): void => {
    app.addContentTypeParser<Buffer>(contentType, { parseAs: 'buffer' }, (request, body, done) => {
      let text: string;
      try {
        text = utf8.decode(body);
      } catch {
        done(new UnreadableBody('the body is not valid UTF-8'));
        return;
      }
      try {
        // A route that reads JSON by a schema checks every text itself and reports more detail.
        if (type === 'form') requireForm(text);
        else if (request.routeOptions.config?.readsJsonBySchema !== true) requireTextJson(text);
        done(null, { type, text } satisfies TextBody);
      } catch (error) {
        done(error as Error);
      }
    });
  };
  take('application/json', 'json');
  take('application/x-www-form-urlencoded', 'form');
}

/** Checks the text of a form. @throws UnreadableBody for too many fields, MalformedText for a field that is not text */
function requireForm(text: string): void {
  let fields = 1;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    fields += 1;
    if (fields > fieldsMax) throw new UnreadableBody(`the form has more than ${fieldsMax} fields`);
  }
  requireTextPairs(text);
}

export function isTextBody(body: unknown): body is TextBody {
  return typeof body === 'object' && body !== null && 'type' in body && 'text' in body;
}

/**
 * Reads the fields of a form; `undefined` when the body is not a form or repeats a field name, which no form of ours
 * does.
 */
export function readForm(body: unknown): ReadonlyMap<string, string> | undefined {
  if (!isTextBody(body) || body.type !== 'form') return undefined;
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.text)) {
    if (fields.has(name)) return undefined;
    fields.set(name, value);
  }
  return fields;
}
