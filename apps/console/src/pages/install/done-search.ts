import type { InstallationDetail } from '../../api/queries.ts';

const words = ['disabled', 'revoked', 'installed', 'sent', 'settings', 'kept'] as const;

/** What was done on a page of the server, which led back here with this word. */
export type DoneWord = (typeof words)[number];

/** What an address says was done; other words are left out. */
export function doneSearch({ done }: Readonly<Record<string, unknown>>): { readonly done?: DoneWord } {
  const known = words.find((word) => word === done);
  return known === undefined ? {} : { done: known };
}

/** Whether the installation is as the word says: an address that was kept, or made up, tells no tale of another state. */
export function agrees(done: DoneWord, { state, ways }: Pick<InstallationDetail, 'state' | 'ways'>): boolean {
  if (done === 'disabled') return state === 'disabled';
  if (done === 'installed' || done === 'sent') return state === 'enabled';
  return done !== 'kept' || ways.adoption === null;
}
