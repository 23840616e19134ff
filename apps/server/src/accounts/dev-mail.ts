import type { MailRow } from '@pristan/flows';
import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import { composeMail } from './compose-mail.ts';
import type { Site } from '../http/page.ts';
import { sendFailure, sendPage } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { sessionOf } from '../http/session.ts';
import { isUuid } from '@pristan/wire';
import { DevMailListPage } from './dev-mail-list-page.tsx';
import { DevMailPage } from './dev-mail-page.tsx';

const PATH = '/dev/mail';

/**
 * Pages that show the outbox of a development server without a mail server. Mails contain links that open accounts, so
 * these pages do not exist in production, nor at a public URL that others can open.
 */
export function devMailRoutes(app: FastifyInstance, site: Site): void {
  if (!site.config.local || site.config.smtpUrl !== undefined) return;
  const page = pageRoute(site);

  app.get(PATH, page, async (request, reply) => {
    const session = await sessionOf(site, request);
    const letters = [];
    for (const mail of await site.store.mails.list()) {
      const letter = await composeMail(site, mail);
      if (letter !== undefined) {
        letters.push({
          id: mail.mailId,
          to: mail.recipient,
          subject: letter.subject,
          at: mail.createdAt,
          url: `${PATH}/${mail.mailId}`,
        });
      }
    }
    return sendPage(site, { request, reply, session }, h(DevMailListPage, { letters }));
  });

  app.get<{ Params: { mailId: string } }>(`${PATH}/:mailId`, page, async (request, reply) => {
    const session = await sessionOf(site, request);
    const mail = await findMail(site, request.params.mailId);
    const letter = mail === undefined ? undefined : await composeMail(site, mail);
    if (mail === undefined || letter === undefined) {
      return sendFailure(site, { request, reply, session, status: 404 }, { kind: 'not_found', onward: { url: PATH } });
    }
    return sendPage(
      site,
      { request, reply, session },
      h(DevMailPage, {
        listUrl: PATH,
        to: mail.recipient,
        subject: letter.subject,
        text: letter.text,
        at: mail.createdAt,
      }),
    );
  });
}

async function findMail(site: Site, mailId: string): Promise<MailRow | undefined> {
  return isUuid(mailId) ? site.store.mails.find(mailId) : undefined;
}
