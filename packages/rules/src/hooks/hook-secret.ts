/** A client secret that still works, newest first. */
export interface SecretUse {
  readonly firstUsed: boolean;
}

/**
 * The secret that hooks are signed with: the newest once it has authenticated a request, because from then on the
 * integrator is known to have it; until then the one before, as long as that works.
 *
 * @param secrets that work now, newest first
 * @see docs/spec/dialect.md#hook-signatures
 */
export function hookSecret<Secret extends SecretUse>(secrets: readonly Secret[]): Secret | undefined {
  const [newest, previous] = secrets;
  return newest?.firstUsed === false ? (previous ?? newest) : newest;
}
