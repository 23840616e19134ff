import type { Return } from '@pristan/rules';
import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import type { Outgoing, Site } from '../../http/page.ts';
import { sendPage } from '../../http/page.ts';
import { ReturningPage } from '../../pages/authorize/returning-page.tsx';

/** Sends the browser back to the integrator: by a redirect, or by the page that tells the button's own. */
export async function sendReturn(
  site: Site,
  outgoing: Outgoing,
  to: { readonly outcome: 'allowed' | 'denied'; readonly back: Return },
): Promise<FastifyReply> {
  const { back, outcome } = to;
  if (back.kind === 'redirect') {
    return outgoing.reply
      .header('Cache-Control', 'no-store')
      .header('Referrer-Policy', 'strict-origin')
      .header('Cross-Origin-Opener-Policy', 'unsafe-none')
      .redirect(back.location, 303);
  }
  return sendPage(
    site,
    outgoing,
    h(ReturningPage, {
      outcome,
      message: back.message,
      targetOrigin: back.targetOrigin,
      location: back.location,
      host: new URL(back.location).host,
    }),
  );
}
