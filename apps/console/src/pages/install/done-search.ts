import type { InstallationDetail } from '../../api/queries.ts';

const words = ['disabled', 'revoked', 'installed', 'sent', 'settings', 'kept'] as const;

/** Event on a server page that led back here. */
export type DoneAction = (typeof words)[number];

/** Reads the event from a URL; unknown ones are dropped. */
export function doneSearch({ done }: Readonly<Record<string, unknown>>): { readonly done?: DoneAction } {
  const known = words.find((word) => word === done);
  return known === undefined ? {} : { done: known };
}

/** Whether the event fits the installation's present state: a bookmarked or invented URL must not claim another. */
export function matchesState(done: DoneAction, { state, ways }: Pick<InstallationDetail, 'state' | 'ways'>): boolean {
  if (done === 'disabled') return state === 'disabled';
  if (done === 'installed' || done === 'sent') return state === 'enabled';
  return done !== 'kept' || ways.adoption === null;
}
