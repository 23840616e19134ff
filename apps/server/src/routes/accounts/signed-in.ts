import type { FastifyReply, FastifyRequest } from 'fastify';
import { readForm } from '../../http/bodies.ts';
import { checkForm } from '../../http/form-token.ts';
import type { Site } from '../../http/page.ts';
import { sendFailure } from '../../http/page.ts';
import type { Session } from '../../http/session.ts';
import { signedInPath } from '../../http/page-of-form.ts';
import { sessionOf } from '../../http/session.ts';
import { sendSignIn } from './sign-in.ts';

/** The person at the browser; signed out, they are shown sign-in and come back. `undefined` when that was the answer. */
export async function signedIn(site: Site, request: FastifyRequest, reply: FastifyReply): Promise<Session | undefined> {
  const session = await sessionOf(site, request);
  if (session !== undefined) return session;
  await sendSignIn(site, { request, reply, session }, { to: signedInPath(request), connecting: null });
  return undefined;
}

/** A form of a signed-in person, sent from our own page about this subject; `undefined` when a refusal was the answer. */
export async function ownForm(
  site: Site,
  exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  asked: { readonly session: Session; readonly about: string; readonly backTo: string },
): Promise<ReadonlyMap<string, string> | undefined> {
  const { request, reply } = exchange;
  const { session, about, backTo } = asked;
  const form = readForm(request.body);
  const checked = checkForm(site, { request, session, about, token: form?.get('form') });
  if (form !== undefined && checked === 'ours') return form;
  const kind = checked === 'ours' ? 'foreign_form' : checked;
  await sendFailure(
    site,
    { request, reply, session, status: kind === 'form_expired' ? 409 : 403 },
    { kind, onward: { url: backTo } },
  );
  return undefined;
}
