import type { VNode } from 'preact';
import type { ConfirmAgainView, FormTarget, Viewer } from '../../apps/server/src/pages/design/page-context.ts';

/**
 * One sample page: a page of the server with made-up data, for pictures and for the tests that every page has to pass.
 */
export interface Sample {
  readonly name: string;
  readonly node: VNode;
  readonly viewer: Viewer | null;
  readonly again?: ConfirmAgainView;
}

/** The time at which sample pages are shown: 22 November 2026, 14:03 UTC. */
export const now = Date.UTC(2026, 10, 22, 14, 3);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const form = (action: string): FormTarget => ({ action, hidden: { sealed: 'c2VhbGVk', once: 'b25jZQ' } });

export const viewer: Viewer = {
  name: 'Анна Петрова',
  email: 'anna@romashka.example',
  homeUrl: '/accounts',
  signOut: form('/sign-out'),
};

export const logo = 'logo.svg';
