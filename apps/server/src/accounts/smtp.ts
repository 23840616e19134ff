import type { Transport } from './send-mail.ts';
import { failureOf } from './send-mail.ts';

/**
 * Sends mail through the server of PRISTAN_SMTP_URL. The mail library is loaded on first use: few processes send mail.
 */
export function smtpTransport(options: { readonly smtpUrl: string; readonly publicUrl: string }): Transport {
  const { hostname } = new URL(options.publicUrl);
  let opening: Promise<(letter: object) => Promise<unknown>> | undefined;
  return async ({ mailId, to, subject, text, choiceUrl }) => {
    opening ??= import('nodemailer').then(({ createTransport }) => {
      const transport = createTransport({
        url: options.smtpUrl,
        disableFileAccess: true,
        disableUrlAccess: true,
        connectionTimeout: 15_000,
        greetingTimeout: 15_000,
        socketTimeout: 30_000,
      });
      return (letter) => transport.sendMail(letter);
    });
    const send = await opening;
    await send({
      from: { name: 'Pristan', address: senderOf(options.smtpUrl, hostname) },
      to: { name: '', address: to },
      subject,
      text,
      // The same Message-ID on each attempt: a mail sent twice after a crash is one mail to the reader's mail program.
      messageId: `<${mailId}@${hostname}>`,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        // RFC 2369 §3.2: mail programs offer this unsubscribe link beside the mail.
        ...(choiceUrl === undefined ? {} : { 'List-Unsubscribe': `<${choiceUrl}>` }),
      },
    });
  };
}

/** Reason why the mail server would accept no mail now; undefined when it would. Connects, but sends no mail. */
export async function mailServerProblem(smtpUrl: string): Promise<string | undefined> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 5_000, greetingTimeout: 5_000 });
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    return error instanceof Error && !('responseCode' in error) ? error.message : failureOf(error);
  } finally {
    transport.close();
  }
}

/**
 * Sender address of mails: `?from=` in the PRISTAN_SMTP_URL, else its user name when that is an address, else
 * `no-reply` at our host.
 */
function senderOf(smtpUrl: string, hostname: string): string {
  const url = new URL(smtpUrl);
  const user = decodeURIComponent(url.username);
  return url.searchParams.get('from') ?? (user.includes('@') ? user : `no-reply@${hostname}`);
}
