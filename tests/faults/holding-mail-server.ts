import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

/** A mail server that has the first mail in full and answers nothing, as if it hung, until it is released. */
export interface HoldingMailServer {
  readonly url: string;
  /** Fulfilled when the first mail has arrived. */
  readonly holding: Promise<void>;
  /** Accepts every later mail at once. */
  release(): void;
  /** Mails that it has accepted. */
  readonly accepted: readonly string[];
  /** Number of mails that have arrived, accepted or not. */
  arrived(): number;
  close(): Promise<void>;
}

export async function aHoldingMailServer(): Promise<HoldingMailServer> {
  const accepted: string[] = [];
  const sockets = new Set<Socket>();
  let isReleased = false;
  let count = 0;
  let hold = (): void => undefined;
  const holding = new Promise<void>((resolve) => {
    hold = resolve;
  });
  const server = createServer((socket) => {
    let letter: string[] | undefined;
    let rest = '';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').write('220 test ESMTP\r\n');
    const end = (text: string): void => {
      count += 1;
      if (!isReleased) return hold();
      accepted.push(text);
      socket.write('250 accepted\r\n');
    };
    const answer = (line: string): void => {
      if (letter !== undefined && line === '.') {
        end(letter.join('\n'));
        letter = undefined;
      } else if (letter !== undefined) letter.push(line);
      else if (/^DATA/i.test(line)) {
        letter = [];
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else socket.write('250 fine\r\n');
    };
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) answer(line);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    holding,
    release: () => void (isReleased = true),
    accepted,
    arrived: () => count,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
