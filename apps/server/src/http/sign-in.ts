import { hourMs } from '@pristan/rules';
import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { localPath } from './local-path.ts';
import type { OutgoingPage, Site } from './page.ts';
import { sendPage } from './page.ts';
import { isPopupJourney } from './popup-journey.ts';
import { sealForPage } from './seal.ts';
import type { SignInView } from './sign-in-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

declare module './seal.ts' {
  interface SealedValues {
    readonly 'sign-in': SignInNext;
  }
}

/** Page to open after sign-in, and what the person is connecting. Sealed, so that nobody else can set it. */
export interface SignInNext {
  /** Path of this site to open after sign-in. */
  readonly to: string;
  readonly connecting: SignInView['connecting'];
  /** Event just before sign-in, such as signing out, which the page shows once. */
  readonly before?: SignInView['before'];
  /** Email address that the sign-in form is filled with. */
  readonly email?: string;
}

const LIFETIME_MS = 2 * hourMs;

/** Sends the sign-in page in place of the requested page; the person returns to the requested page after signing in. */
export async function sendSignIn(
  site: Site,
  outgoing: OutgoingPage,
  next: SignInNext & { readonly tried?: Partial<Pick<SignInView, 'email' | 'problem'>> },
): Promise<FastifyReply> {
  const { to, connecting } = next;
  const view: SignInView = {
    form: {
      action: '/sign-in',
      hidden: {
        next: sealForPage(site, 'sign-in', { value: { to: localPath(site, to), connecting }, lifetimeMs: LIFETIME_MS }),
      },
    },
    email: next.email ?? '',
    connecting,
    before: next.before ?? null,
    problem: null,
    resetUrl: '/password-reset',
    ...next.tried,
  };
  const keepsOpener = isPopupJourney(outgoing.request) && localPath(site, to).includes('/oauth');
  return sendPage(site, { ...outgoing, status: outgoing.status ?? 200, keepsOpener }, h(SignInPage, view));
}

/** URL of the sign-in page; after sign-in the person continues at `next`. */
export function signInUrl(site: Site, next: SignInNext): string {
  return `/sign-in?next=${sealForPage(site, 'sign-in', { value: next, lifetimeMs: LIFETIME_MS })}`;
}
