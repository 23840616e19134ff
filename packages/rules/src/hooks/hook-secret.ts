/** A client secret that still works, and whether it was ever used. */
export interface SecretUse {
  readonly firstUsed: boolean;
}

/**
 * The client secret that signs hooks: the newest one once it has authenticated a request, which proves that the
 * integrator has it; until then the previous one, while it works.
 *
 * @param secrets the integration's client secrets that work now, newest first
 * @see docs/spec/dialect.md#hook-signatures
 */
export function hookSecret<Secret extends SecretUse>(secrets: readonly Secret[]): Secret | undefined {
  const [newest, previous] = secrets;
  return newest?.firstUsed === false ? (previous ?? newest) : newest;
}
