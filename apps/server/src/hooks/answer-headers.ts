import { mask, maskedText } from './mask.ts';

/** Limit on the stored headers of an answer in bytes, the same as for its body. */
const BYTES_MAX = 4096;

/** Names of answer headers whose value is always a secret, such as the receiver's session. */
const secretNames = /cookie|auth(?!enticate)|token|secret|session|signature|password|credential|api-?key/;

/**
 * Headers of an answer to a hook as the log may show them, in their order: without these secrets, without values meant
 * for the receiver's own clients, and cut to 4 KiB.
 *
 * @param headers by lower-case name; a list where a name occurs several times
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
