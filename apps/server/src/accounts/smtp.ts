import type { Transport } from './send-mail.ts';

/** Mail through the server of PRISTAN_SMTP_URL. Loaded on first use: few processes send mail. */
export function smtpTransport(options: { readonly smtpUrl: string; readonly publicUrl: string }): Transport {
  const { hostname } = new URL(options.publicUrl);
  let opening: Promise<(letter: object) => Promise<unknown>> | undefined;
  return async ({ mailId, to, subject, text }) => {
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
      // The same letter sent twice after a crash is one letter to the reader's program.
      messageId: `<${mailId}@${hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
  };
}

/** `?from=` of the setting's URL, else the user it names when that is an address, else `no-reply` at our host. */
function senderOf(smtpUrl: string, hostname: string): string {
  const url = new URL(smtpUrl);
  const user = decodeURIComponent(url.username);
  return url.searchParams.get('from') ?? (user.includes('@') ? user : `no-reply@${hostname}`);
}
