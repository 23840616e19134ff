/** The well-formed values of a URL's search; the rest is dropped. */
export function texts<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  forms: Readonly<Record<Name, RegExp>>,
): { readonly [Key in Name]?: string } {
  const said: { [Key in Name]?: string } = {};
  for (const name of Object.keys(forms) as Name[]) {
    const value = search[name];
    if (typeof value === 'string' && forms[name].test(value)) said[name] = value;
  }
  return said;
}

/** A positive integer id; the URL may hold it as text. */
export function wholeNumber(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** `2026-11-23`. */
export const day = /^\d{4}-\d\d-\d\d$/;

/** Sets the start of a day in the person's time zone, in Unix seconds; nothing without a day. */
export function setInstant(query: URLSearchParams, name: string, said: string | undefined, daysLater: number): void {
  const [year = 0, month = 0, date = 0] = (said ?? '').split('-').map(Number);
  const milliseconds = new Date(year, month - 1, date + daysLater).getTime();
  if (said !== undefined && milliseconds >= 0) query.set(name, String(milliseconds / 1000));
}
