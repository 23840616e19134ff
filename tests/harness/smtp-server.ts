import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** A mail server on loopback that records the mails it gets, or rejects them while `refuses` is true. */
export interface SmtpServer {
  readonly url: string;
  /** Accepted mails as they were sent, with headers. */
  readonly taken: string[];
  refuses: boolean;
  close(): Promise<void>;
}

export async function openSmtpServer(): Promise<SmtpServer> {
  const taken: string[] = [];
  const state = { refuses: false };
  const server = createServer((socket) => {
    let letter: string[] | undefined;
    let rest = '';
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.write('220 test ESMTP\r\n');
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (letter !== undefined) {
          if (line !== '.') letter.push(line);
          else {
            taken.push(letter.join('\n'));
            letter = undefined;
            socket.write('250 taken\r\n');
          }
        } else if (/^DATA/i.test(line)) {
          letter = [];
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else if (/^RCPT/i.test(line) && state.refuses)
          socket.write('451 not now, and the letter says secret-words\r\n');
        else socket.write('250 fine\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    get refuses() {
      return state.refuses;
    },
    set refuses(refuses) {
      state.refuses = refuses;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
