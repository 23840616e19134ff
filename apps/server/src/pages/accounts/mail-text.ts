import { leftWords } from '../design/wait.ts';
import { textsIn, type Language } from '../texts.ts';
import { noticeWords, type NoticeFacts } from './notice-words.ts';

/** What a letter says, as plain facts. `validMs` counts from the moment of sending. */
export type MailFacts =
  | {
      readonly kind: 'invitation';
      readonly account: string;
      readonly inviter: string;
      readonly role: 'admin' | 'member';
      readonly url: string;
      readonly validMs: number;
    }
  | { readonly kind: 'password_reset'; readonly name: string; readonly url: string; readonly validMs: number }
  | { readonly kind: 'notice'; readonly name: string; readonly notice: NoticeFacts; readonly homeUrl: string };

/** A letter in plain text. The subject is one line whatever the facts hold. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** The words of a letter in the reader's language. Line breaks in names cannot add lines to the subject. */
export function mailText(facts: MailFacts, language: Language): Letter {
  const { subject, paragraphs } = words(facts, language);
  const signature = textsIn(language).t('accounts:mail.signature');
  return { subject: oneLine(subject), text: [...paragraphs, signature].join('\n\n') + '\n' };
}

function words(facts: MailFacts, language: Language): { subject: string; paragraphs: readonly string[] } {
  const texts = textsIn(language);
  const { t } = texts;
  switch (facts.kind) {
    case 'invitation': {
      const names = { account: oneLine(facts.account), inviter: oneLine(facts.inviter) };
      return {
        subject: t('accounts:mail.invitation.subject', names),
        paragraphs: [
          t('accounts:mail.invitation.what', names),
          t(`accounts:invitation.role.${facts.role}`),
          t('accounts:mail.invitation.link', { left: leftWords(facts.validMs, t) }),
          facts.url,
          t('accounts:mail.invitation.not-you'),
        ],
      };
    }
    case 'password_reset':
      return {
        subject: t('accounts:mail.reset.subject'),
        paragraphs: [
          t('accounts:mail.greeting', { name: oneLine(facts.name) }),
          t('accounts:mail.reset.what', { left: leftWords(facts.validMs, t) }),
          facts.url,
          t('accounts:mail.reset.not-you'),
        ],
      };
    case 'notice': {
      const notice = noticeWords(facts.notice, { ...texts, zone: 'UTC' });
      return {
        subject: notice.title,
        paragraphs: [
          t('accounts:mail.greeting', { name: oneLine(facts.name) }),
          `${oneLine(notice.title)}.`,
          oneLine(notice.text),
          t('accounts:mail.notice.where'),
          facts.homeUrl,
        ],
      };
    }
  }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
