import { answerCharset } from './answer-charset.ts';

/** Number of first bytes of an HTML answer in which its charset is looked for. */
const META_BYTES_MAX = 1024;

/**
 * Beginning of an answer's body as text, for the log. The charset is that of the byte order mark, else of the header,
 * else of the HTML, else UTF-8; an unknown charset is read as UTF-8 too. A character that was cut off at the end is
 * left out, and NUL is replaced, because PostgreSQL cannot store it.
 */
export function answerText({
  headers,
  body,
}: {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}): string {
  const said = headers['content-type'];
  const type = typeof said === 'string' ? said : said?.[0];
  const named = byteOrderMark(body) ?? answerCharset(type) ?? metaCharset(type, body);
  const decoder = new TextDecoder(named?.isKnown === true ? named.name : 'utf-8');
  return decoder.decode(body, { stream: true }).replaceAll('\0', '\uFFFD');
}

function byteOrderMark([first, second, third]: Uint8Array) {
  if (first === 0xef && second === 0xbb && third === 0xbf) return { name: 'utf-8', isKnown: true };
  if (first === 0xff && second === 0xfe) return { name: 'utf-16le', isKnown: true };
  if (first === 0xfe && second === 0xff) return { name: 'utf-16be', isKnown: true };
  return undefined;
}

function metaCharset(type: string | undefined, body: Uint8Array) {
  if (type !== undefined && !/html/i.test(type)) return undefined;
  const text = Buffer.from(body.subarray(0, META_BYTES_MAX)).toString('latin1');
  const [, name] = /<meta\s[^>]*charset\s*=\s*["']?\s*([\w-]+)/i.exec(text) ?? [];
  return name === undefined ? undefined : answerCharset(`;charset=${name}`);
}
