import { mask, maskedText } from './mask.ts';

/** How much of the headers is kept, as of a body. */
const BYTES_MAX = 4096;

/** Headers whose value is somebody's secret whatever stands there: a session of the receiver, for instance. */
const secretNames = /cookie|auth(?!enticate)|token|secret|session|signature|password|credential|api-?key/;

/**
 * The headers of an answer as the log may show them, in their order: without any of these secrets, without what only the
 * receiver's own clients may know, and the first 4 KiB of them.
 *
 * @param headers by their names in small letters, as the client gives them; of several with one name a list
 */
export function answerHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const inNames = secrets.map((secret) => secret.toLowerCase());
  const kept: Record<string, string> = {};
  let room = BYTES_MAX;
  for (const [name, said] of Object.entries(headers)) {
    if (said === undefined) continue;
    const value = typeof said === 'string' ? said : said.join(', ');
    const shown = secretNames.test(name) ? maskedText : mask(value.replaceAll('\0', '\uFFFD'), secrets);
    const shownName = mask(name, inNames);
    room -= Buffer.byteLength(`${shownName}: \n`);
    if (room <= 0) break;
    const piece = Buffer.from(shown).subarray(0, room).toString('utf8');
    room -= Buffer.byteLength(shown);
    kept[shownName] = piece;
  }
  return kept;
}
