import type { Language } from '@pristan/wire';
import { shownLine, shownProse } from '@pristan/wire';
import { waitText } from '../pages/design/wait-text.ts';
import { textsIn } from '../pages/texts.ts';
import { noticeText, type ShownNotice } from './notice-text.ts';

/** Facts that a mail's text is made of. `validMs` is the link's remaining lifetime at the moment of sending. */
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
  | {
      readonly kind: 'notice';
      readonly name: string;
      readonly notice: ShownNotice;
      readonly homeUrl: string;
      /** Page where the reader can switch off mails of this kind; absent when they cannot be switched off. */
      readonly choiceUrl?: string | undefined;
    };

/** A mail in plain text. Its subject is always one line. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  /** Page where the reader can switch off mails of this kind. */
  readonly choiceUrl?: string | undefined;
}

/** Composes a mail in the reader's language. Line breaks in names cannot add lines to the subject. */
export function mailText(facts: MailFacts, language: Language): MailText {
  const { subject, paragraphs } = words(facts, language);
  const signature = textsIn(language).t('accounts:mail.signature');
  const choiceUrl = facts.kind === 'notice' ? facts.choiceUrl : undefined;
  const text = shownProse([...paragraphs, signature].join('\n\n')) + '\n';
  return { subject: oneLine(subject), text, ...(choiceUrl === undefined ? {} : { choiceUrl }) };
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
          t('accounts:mail.invitation.link', { left: waitText(facts.validMs, t) }),
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
          t('accounts:mail.reset.what', { left: waitText(facts.validMs, t) }),
          facts.url,
          t('accounts:mail.reset.not-you'),
        ],
      };
    case 'notice': {
      const notice = noticeText(facts.notice, { ...texts, zone: 'UTC' });
      return {
        subject: notice.title,
        paragraphs: [
          t('accounts:mail.greeting', { name: oneLine(facts.name) }),
          `${oneLine(notice.title)}.`,
          oneLine(notice.text),
          t('accounts:mail.notice.where'),
          facts.homeUrl,
          ...(facts.choiceUrl === undefined ? [] : [t('accounts:mail.notice.choose'), facts.choiceUrl]),
        ],
      };
    }
  }
}

function oneLine(text: string): string {
  return shownLine(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim());
}
