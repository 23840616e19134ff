import type { Platform } from './platform.ts';

/** A secret with what it is, for a failed test to say. */
export interface IssuedSecret {
  readonly what: string;
  readonly secret: string;
}

/** Shorter than this, chance would find it. */
const LENGTH_MIN = 16;

/**
 * Where secrets stand in a text: as they are, as in an address, as in JSON, in hex, in base64 at any place of a longer
 * piece, the proof at their end, and the bytes that it writes in base64 or hex.
 *
 * @returns what was found, each with how it was spelled
 */
export function inClear(text: string, secrets: readonly IssuedSecret[]): readonly string[] {
  const found = secrets.flatMap(({ what, secret }) => {
    if (secret.length < LENGTH_MIN) throw new Error(`${what} is too short to look for`);
    return [...spellings(secret)].filter(([, spelling]) => text.includes(spelling)).map(([how]) => `${what}, ${how}`);
  });
  return [...new Set(found)];
}

/** Every row of every table as PostgreSQL writes it; bytes are in hex. */
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

/** Of a token of several parts the last one proves it; those before it name what may stand in any row. */
function proofOf(secret: string): string {
  return secret.slice(secret.lastIndexOf('.') + 1);
}

/** What of these bytes is the same whatever stands before and after them, at each of the three places. */
function withinBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
    const certain = Math.floor((whole.length * 8) / 6);
    return whole.toString('base64').slice(Math.ceil((shift * 8) / 6), certain);
  });
}
