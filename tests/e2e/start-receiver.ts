import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The one-line server that `docs/start` tells the reader to run; it prints its requests. */
export interface ReceiverProcess {
  readonly url: string;
  /** Waits for the first printed line that contains `what`, and returns it. */
  heard(what: string): Promise<string>;
  stop(): Promise<void>;
}

/** Returns the shell line of `docs/start` that starts the one-line server on this port. */
export function receiverLine(port: number): string {
  return `node -e "require('http').createServer((q, s) => { console.log(q.method, q.url); s.end('ok'); }).listen(${port})"`;
}

export async function startReceiver(port: number): Promise<ReceiverProcess> {
  const child = spawn('sh', ['-c', `exec ${receiverLine(port)}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let written = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
    for (const look of waiting) look();
  });
  return {
    url: `http://localhost:${port}`,
    heard: (what) =>
      new Promise((resolve) => {
        const look = (): void => {
          const line = written.split('\n').find((one) => one.includes(what));
          if (line === undefined) return;
          waiting.delete(look);
          resolve(line);
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
