import { z } from 'zod';
import { mailedNoticeKinds } from '../notices.ts';

const uuid = z.guid().meta({ format: 'uuid', pattern: undefined });

/** Path parameters of one notification. */
export const noticeParams = z.object({ notice_id: uuid.meta({ description: 'The notice' }) });

/** Answer of `GET /notices`. */
export const noticeList = z
  .object({
    notices: z
      .array(
        z
          .object({
            notice_id: uuid,
            kind: z
              .string()
              .meta({ description: 'Kind of notice; new kinds may be added', examples: ['token_reused'] }),
            account_id: z.int().nullable().meta({ description: 'The account it concerns; `null`: the person' }),
            created_at: z.int().meta({ description: 'Unix seconds' }),
            serious: z.boolean().meta({ description: 'Whether it may mean a security problem' }),
            title: z.string().meta({ description: 'Event in one line, in the person’s language' }),
            text: z.string().meta({ description: 'Details, and what to do' }),
            url: z.string().nullable().meta({ description: 'Page of this site to act on it' }),
          })
          .meta({ id: 'Notice', description: 'A notification for a person' }),
      )
      .meta({ description: 'Newest first, at most 50, without dismissed ones' }),
  })
  .meta({ id: 'NoticeList' });

const mailedKind = z.enum(mailedNoticeKinds).meta({ id: 'MailedNoticeKind', description: 'A kind of notice' });

/** Path parameter of the mail preference for one kind of notification. */
export const noticeChoiceParams = z.object({ kind: mailedKind });

/** Body and answer of `PUT /me/notices/{kind}`. */
export const noticeChoice = z
  .strictObject({ by_mail: z.boolean().meta({ description: 'Whether notices of this kind are also mailed' }) })
  .meta({ id: 'NoticeChoice' });

/** Answer of `GET /me/notices`. */
export const noticeChoices = z
  .object({
    kinds: z.array(z.object({ kind: mailedKind, by_mail: z.boolean() })).meta({
      description: 'Every kind that can be mailed. The list of notices has all of them, whatever is chosen here',
    }),
  })
  .meta({ id: 'NoticeChoices' });
