/** What of the log is shown, as its address says it; days are the person's own. */
export interface ActivitySearch {
  readonly person?: number;
  readonly client?: string;
  readonly kind?: string;
  /** `2026-11-23`, from its beginning on. */
  readonly from?: string;
  /** The same, to its end. */
  readonly to?: string;
  readonly before?: string;
}

/** What an address asks for; a value of another form is left out. */
export function activitySearch(search: Readonly<Record<string, unknown>>): ActivitySearch {
  const text = (name: string, form: RegExp) => {
    const value = search[name];
    return typeof value === 'string' && form.test(value) ? { [name]: value } : {};
  };
  const person = Number(search['person']);
  return {
    ...(Number.isSafeInteger(person) && person > 0 ? { person } : {}),
    ...text('client', /^[\da-f-]{36}$/),
    ...text('kind', /^[a-z_]{1,40}$/),
    ...text('from', /^\d{4}-\d\d-\d\d$/),
    ...text('to', /^\d{4}-\d\d-\d\d$/),
    ...text('before', /^\d+-\d+$/),
  };
}

/** The same as the API is asked. */
export function activityQuery({ person, client, kind, from, to, before }: ActivitySearch): string {
  const query = new URLSearchParams();
  if (person !== undefined) query.set('person', String(person));
  if (client !== undefined) query.set('client_id', client);
  if (kind !== undefined) query.set('kind', kind);
  setInstant(query, 'from', from, 0);
  setInstant(query, 'to', to, 1);
  if (before !== undefined) query.set('before', before);
  return query.toString();
}

function setInstant(query: URLSearchParams, name: string, day: string | undefined, daysLater: number): void {
  const [year = 0, month = 0, date = 0] = (day ?? '').split('-').map(Number);
  const milliseconds = new Date(year, month - 1, date + daysLater).getTime();
  if (day !== undefined && milliseconds >= 0) query.set(name, String(milliseconds / 1000));
}
