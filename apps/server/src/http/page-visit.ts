import type { FastifyReply, FastifyRequest } from 'fastify';
import { readForm } from './bodies.ts';
import type { Site } from './page.ts';
import { sendFailure } from './page.ts';
import type { PageFailure } from './failed-page.tsx';
import type { Session } from './session.ts';
import { sessionOf } from './session.ts';

/** A request to a page: its form, and the session that its cookie names. */
export interface PageVisit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session | undefined;
  /** Values of the route's path parameters. */
  readonly params: Readonly<Record<string, string>>;
  /** Fields of the submitted form; empty for a GET, and for a body that is not a form. */
  readonly form: ReadonlyMap<string, string>;
}

/** A visit of a signed-in person to a page that asks them for a confirmation, or to its form. */
export interface AskedVisit extends PageVisit {
  readonly session: Session;
  /** Path of the page that asks. */
  readonly askedAt: string;
  /** Path that an error page leads on to. */
  readonly onward: string;
}

/** Reads the session and the form of a request to a page. */
export async function readVisit(site: Site, request: FastifyRequest, reply: FastifyReply): Promise<PageVisit> {
  return { ...signedOutVisit(request, reply), session: await sessionOf(site, request) };
}

/** Reads the form of a request that is answered without regard to who is signed in. */
export function signedOutVisit(request: FastifyRequest, reply: FastifyReply): PageVisit {
  return {
    request,
    reply,
    session: undefined,
    params: request.params as Readonly<Record<string, string>>,
    form: readForm(request.body) ?? new Map<string, string>(),
  };
}

/** Sends the error page of a refused visit: 404 for `not_found`, else 403. Nothing was done. */
export async function refuseVisit(site: Site, at: AskedVisit, kind: PageFailure): Promise<FastifyReply> {
  const { request, reply, session } = at;
  const status = kind === 'not_found' ? 404 : 403;
  return sendFailure(site, { request, reply, session, status }, { kind, onward: { url: at.onward } });
}
