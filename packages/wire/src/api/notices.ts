import { z } from 'zod';

const uuid = z.guid().meta({ format: 'uuid', pattern: undefined });

/** Path parameters of one notice. */
export const noticeParams = z.object({ notice_id: uuid.meta({ description: 'The notice' }) });

/** Answer of `GET /notices`. */
export const noticeList = z
  .object({
    notices: z
      .array(
        z
          .object({
            notice_id: uuid,
            kind: z.string().meta({ description: 'What it is about; new kinds will come', examples: ['token_reused'] }),
            account_id: z.int().nullable().meta({ description: 'The account it is for; `null`: the person' }),
            created_at: z.int().meta({ description: 'Unix seconds' }),
            serious: z.boolean().meta({ description: 'Whether it may mean harm' }),
            title: z.string().meta({ description: 'What happened, in the person’s language' }),
            text: z.string().meta({ description: 'More of it, and what to do' }),
            url: z.string().nullable().meta({ description: 'A page of this site where it can be answered' }),
          })
          .meta({ id: 'Notice', description: 'What somebody should know' }),
      )
      .meta({ description: 'Newest first, at most 50, without those that were dismissed' }),
  })
  .meta({ id: 'NoticeList' });
