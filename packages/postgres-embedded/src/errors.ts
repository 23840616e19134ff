/**
 * Thrown when the embedded PostgreSQL can't be used on this machine: no binary for this platform, no user to run it as,
 * or a folder that belongs to somebody else. The message ends with the remedy.
 */
export class EmbeddedUnavailable extends Error {
  override readonly name = 'EmbeddedUnavailable';
  constructor(reason: string, cause?: unknown) {
    super(`${reason} To run on a PostgreSQL of your own instead, set PRISTAN_DATABASE_URL.`, { cause });
  }
}

/** Thrown when the embedded PostgreSQL did not start; the message contains the end of its log. */
export class EmbeddedStartFailed extends Error {
  override readonly name = 'EmbeddedStartFailed';
}

/** The `code` of a system error (`ENOENT`) or of a database error (an SQLSTATE), if the thrown value has one. */
export function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
