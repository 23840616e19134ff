/** Reads an account id from a form or a URL; `undefined` for any other text. */
export function accountIdOf(text: unknown): number | undefined {
  const value = typeof text === 'string' && /^[1-9][0-9]{0,15}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
