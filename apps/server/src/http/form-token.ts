import { hourMs } from '@pristan/rules';
import type { FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { isSameOrigin } from './press.ts';
import { openFromPage, sealForPage } from './seal.ts';
import type { Session } from './session.ts';

interface FormToken {
  readonly sessionId: string;
  readonly about: string;
}

const LIFETIME_MS = 12 * hourMs;

/** The hidden field of a form that a script of ours may fill in but a foreign page must not: bound to session and subject. */
export function formToken(world: World, session: Session, about: string): string {
  const token: FormToken = { sessionId: session.sessionId, about };
  return sealForPage(world, 'form', token, LIFETIME_MS);
}

/** Whether a form is of our own page, made for this session and this subject; else why not. */
export function checkForm(
  world: World,
  asked: {
    readonly request: FastifyRequest;
    readonly session: Session;
    readonly about: string;
    readonly token: string | undefined;
  },
): 'ours' | 'foreign_form' | 'form_expired' {
  if (!isSameOrigin(world, asked.request)) return 'foreign_form';
  const opened = openFromPage<FormToken>(world, 'form', asked.token);
  if (opened.kind === 'expired') return 'form_expired';
  if (opened.kind === 'tampered') return 'foreign_form';
  const { sessionId, about } = opened.value;
  // A page from before signing in anew is old, not forged: both its session and its token were ours.
  if (sessionId !== asked.session.sessionId) return 'form_expired';
  return about === asked.about ? 'ours' : 'foreign_form';
}
