import type { MailRow } from '@pristan/flows';
import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import { composeLetter } from '../../accounts/letters.ts';
import type { Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { sessionOf } from '../../http/session.ts';
import { isUuid } from '../../http/uuid.ts';
import { DevMailListPage } from '../../pages/accounts/dev-mail-list-page.tsx';
import { DevMailPage } from '../../pages/accounts/dev-mail-page.tsx';

const PATH = '/dev/mail';

/** The outbox of a development server that has no mail server. In production these addresses do not exist. */
export function devMailRoutes(app: FastifyInstance, site: Site): void {
  if (!site.config.development || site.config.smtpUrl !== undefined) return;
  const page = pageRoute(site);

  app.get(PATH, page, async (request, reply) => {
    const session = await sessionOf(site, request);
    const letters = [];
    for (const mail of await site.store.mails.list()) {
      const letter = await composeLetter(site, mail);
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
    const letter = mail === undefined ? undefined : await composeLetter(site, mail);
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
