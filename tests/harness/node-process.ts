import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';

const main = path.resolve(import.meta.dirname, '../../apps/server/dist/main.js');

/** A server in its own process that runs the built bundle, as a deployed one does. */
export interface NodeProcess {
  readonly port: number;
  readonly pid: number;
  /** Posts JSON with this `Host` header; rejects when the connection breaks. */
  post(host: string, url: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(host: string, url: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Posts a form with this `Host` header. */
  postForm(
    host: string,
    url: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** Ends the server by SIGKILL and waits for its exit. */
  kill(): Promise<void>;
  /** Ends the server by SIGTERM and waits for its exit. */
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Starts a server with these environment variables and none of this process's settings. */
export async function startNode(variables: Readonly<Record<string, string>>): Promise<NodeProcess> {
  const child = spawn(process.execPath, [main, 'serve'], {
    env: environment({ PRISTAN_PORT: '0', ...variables }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const port = await readyPort(child);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ended = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await gone;
    agent.destroy();
  };
  return {
    port,
    pid: child.pid ?? 0,
    post: (host, url, body, headers = {}) =>
      send(
        { agent, port, method: 'POST', path: url, headers: { host, 'content-type': 'application/json', ...headers } },
        JSON.stringify(body),
      ),
    get: (host, url, headers = {}) => send({ agent, port, method: 'GET', path: url, headers: { host, ...headers } }),
    postForm: (host, url, fields, headers) =>
      send(
        {
          agent,
          port,
          method: 'POST',
          path: url,
          headers: { host, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        },
        new URLSearchParams(fields).toString(),
      ),
    kill: () => ended('SIGKILL'),
    stop: () => ended('SIGTERM'),
  };
}

/** Runs one command of the `pristan` CLI and returns the JSON that it prints. */
export async function command<Result>(
  variables: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<Result> {
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...words, '--json'], {
    env: environment(variables),
  });
  return JSON.parse(stdout) as Result;
}

function environment(variables: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...variables };
}

async function readyPort(child: ChildProcess): Promise<number> {
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const [, port] = /is ready at .*\(port (\d+)\)/.exec(said) ?? [];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once('exit', () => reject(new Error(`the server ended before it was ready: ${said}`)));
  });
}

async function send(options: http.RequestOptions, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', timeout: 20_000, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 20 s')));
    request.on('error', reject);
    request.end(body);
  });
}
