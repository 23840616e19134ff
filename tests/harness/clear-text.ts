import type { Platform } from './platform.ts';

/** A secret that must not be found in stored or logged text, with its name for failure messages. */
export interface IssuedSecret {
  readonly what: string;
  readonly secret: string;
}

/** Shortest secret that is searched for; shorter ones would be found by chance. */
const LENGTH_MIN = 16;

/**
 * Finds secrets in a text: in clear, URL-encoded, in JSON, in hex, in base64 at any offset; also the last part of a
 * token alone, and the bytes that it encodes.
 *
 * @returns the names of the secrets found, each with its encoding
 */
export function findSecrets(text: string, secrets: readonly IssuedSecret[]): readonly string[] {
  const found = secrets.flatMap(({ what, secret }) => {
    if (secret.length < LENGTH_MIN) throw new Error(`${what} is too short to look for`);
    return [...spellings(secret)].filter(([, spelling]) => text.includes(spelling)).map(([how]) => `${what}, ${how}`);
  });
  return [...new Set(found)];
}

/** Writes every row of every database table as text; bytes are in hex. */
export async function dumpOf({ world }: Platform): Promise<string> {
  const { rows: tables } = await world.pool.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
    order by 1`);
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await world.pool.query<{ text: string }>(`select t::text as text from ${name} t`);
    for (const { text } of rows) lines.push(`${name} ${text}`);
  }
  return lines.join('\n');
}

function* spellings(secret: string): Generator<readonly [how: string, spelling: string]> {
  yield ['as it is', secret];
  if (proofOf(secret).length >= LENGTH_MIN) yield ['its proof', proofOf(secret)];
  yield ['as in an address', encodeURIComponent(secret)];
  yield ['as in JSON', JSON.stringify(secret).slice(1, -1)];
  for (const [whose, bytes] of bytesOf(secret)) {
    yield [`${whose} in hex`, bytes.toString('hex')];
    for (const [shift, piece] of withinBase64(bytes).entries()) {
      yield [`${whose} in base64, shifted by ${shift}`, piece];
      yield [`${whose} in base64url, shifted by ${shift}`, piece.replaceAll('+', '-').replaceAll('/', '_')];
    }
  }
}

function* bytesOf(secret: string): Generator<readonly [whose: string, bytes: Buffer]> {
  yield ['its text', Buffer.from(secret)];
  const proof = proofOf(secret);
  if (!/^[\w+/=-]+$/.test(proof)) return;
  for (const encoding of ['base64', 'hex'] as const) {
    const bytes = Buffer.from(proof, encoding);
    if (bytes.length >= LENGTH_MIN) yield [`what it writes in ${encoding}`, bytes];
  }
}

/** Returns the last part of a token, which is its secret; the parts before it are ids that any row may contain. */
function proofOf(secret: string): string {
  return secret.slice(secret.lastIndexOf('.') + 1);
}

/**
 * Returns the base64 characters of these bytes that do not depend on neighbouring bytes, for each of the three offsets.
 */
function withinBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
    const certain = Math.floor((whole.length * 8) / 6);
    return whole.toString('base64').slice(Math.ceil((shift * 8) / 6), certain);
  });
}
