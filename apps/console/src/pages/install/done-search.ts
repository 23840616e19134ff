import type { InstallationDetail } from '../../api/queries.ts';

const words = ['disabled', 'revoked', 'installed', 'sent', 'settings', 'kept'] as const;

/** Action that the person has just taken on a server page, which led back to the installation’s page. */
export type DoneAction = (typeof words)[number];

/** Reads the `done` parameter of a URL; unknown values are dropped. */
export function doneSearch({ done }: Readonly<Record<string, unknown>>): { readonly done?: DoneAction } {
  const known = words.find((word) => word === done);
  return known === undefined ? {} : { done: known };
}

/**
 * Whether what the URL says was done fits the installation's present state. An old or invented URL must not claim what
 * is not so.
 */
export function matchesState(done: DoneAction, { state, ways }: Pick<InstallationDetail, 'state' | 'ways'>): boolean {
  if (done === 'disabled') return state === 'disabled';
  if (done === 'installed' || done === 'sent') return state === 'enabled';
  return done !== 'kept' || ways.adoption === null;
}
