import type { NoticeChange } from '@pristan/rules';
import type { Tx } from '../transaction.ts';
import type { Handlers } from './handlers.ts';

type Of<Kind extends NoticeChange['kind']> = Extract<NoticeChange, { kind: Kind }>;

/** Rows of one statement: below PostgreSQL's limit of 65,535 parameters. */
const ROWS_MAX = 1000;

/** Writes notices and mails as rules decided them. Nothing here reads: no recipient is found in the store. */
export const noticeHandlers: Handlers<NoticeChange['kind']> = {
  admins_notified: async (tx, change) => notifyAdmins(tx, [change]),
  user_notified: notifyUser,
  mail_queued: queueMail,
};

/** Writes many notices in a few statements: an adoption may notify thousands of accounts. */
export async function notifyAdmins(tx: Tx, changes: readonly Of<'admins_notified'>[]): Promise<void> {
  const notices = changes.map(({ accountId, noticeId, notice, besides, at }) => ({
    id: noticeId,
    account_id: accountId,
    besides_user_id: besides ?? null,
    kind: notice.kind,
    facts: JSON.stringify(notice.facts),
    created_at: at,
  }));
  for (const rows of chunksOf(notices))
    await tx
      .insertInto('notices')
      .values([...rows])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const mails = changes.flatMap(({ notice: { kind, facts }, letters = [], at }) =>
    letters.map(({ mailId, recipient, language }) => ({
      id: mailId,
      recipient,
      language,
      kind,
      facts: JSON.stringify(facts),
      created_at: at,
      due_at: at,
    })),
  );
  for (const rows of chunksOf(mails))
    await tx
      .insertInto('mails')
      .values([...rows])
      .execute();
}

async function notifyUser(tx: Tx, { userId, noticeId, notice, at }: Of<'user_notified'>): Promise<void> {
  await tx
    .insertInto('notices')
    .values({
      id: noticeId,
      user_id: userId,
      kind: notice.kind,
      facts: JSON.stringify(notice.facts),
      created_at: at,
    })
    .execute();
}

async function queueMail(tx: Tx, { mail, at }: Of<'mail_queued'>): Promise<void> {
  const { mailId, recipient, kind, language, facts, sealedSecret = null } = mail;
  await tx
    .insertInto('mails')
    .values({
      id: mailId,
      recipient,
      kind,
      language,
      facts: JSON.stringify(facts),
      sealed_secret: sealedSecret,
      created_at: at,
      due_at: at,
    })
    .execute();
}

function chunksOf<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_MAX) }, (_, at) =>
    rows.slice(at * ROWS_MAX, (at + 1) * ROWS_MAX),
  );
}
