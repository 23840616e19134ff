import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { formRequest } from '../client.ts';
import type { Peer, PeerSettings, TokenPair } from './peer.ts';

/** Differences between the peers, as far as a client sees them. */
interface Wire {
  /** File in this folder that starts the peer. */
  readonly file: string;
  readonly tokenPath: string;
  readonly introspectionPath: string;
  readonly jwksPath: string;
  /** Fields that this peer demands of an exchange as well. */
  readonly exchangeFields?: Readonly<Record<string, string>>;
  /** Token that introspection is asked about. */
  readonly asked: keyof TokenPair;
  /** Statuses with which introspection answers about a forged token; 200 unless said. */
  readonly forgedStatuses?: readonly number[];
}

const host = 'peer.localhost';
const client: Omit<PeerSettings, 'databaseUrl'> = {
  clientId: 'bench',
  clientSecret: 'Kq3v9TzYw1Rr7LxEo5NpBd8HsGm2Uc4JaViXfQ0kZeW',
  redirectUri: 'https://shop.test/callback',
  resource: 'https://api.bench.test/',
  userId: 'a-person',
  codeVerifier: 'Jt2m8ZrVwQ6yKxN4cHsLpE7uGbD1oFa9iTeRkWvXqMz',
};
/** The peers by their package, with their addresses. */
export const wires = {
  '@node-oauth/oauth2-server': {
    file: 'oauth2-server.mjs',
    tokenPath: '/token',
    introspectionPath: '/introspect',
    jwksPath: '/jwks',
    asked: 'access_token',
  },
  'oidc-provider': {
    file: 'oidc-provider.mjs',
    tokenPath: '/token',
    introspectionPath: '/token/introspection',
    jwksPath: '/jwks',
    // It answers nothing about its JWT access tokens. A refresh token costs the same reads as an opaque access token.
    asked: 'refresh_token',
  },
  'better-auth': {
    file: 'better-auth.mjs',
    tokenPath: '/api/auth/oauth2/token',
    introspectionPath: '/api/auth/oauth2/introspect',
    jwksPath: '/api/auth/jwks',
    exchangeFields: { code_verifier: client.codeVerifier },
    asked: 'access_token',
    // It does not catch the error of a wrong signature.
    forgedStatuses: [500],
  },
} satisfies Record<string, Wire>;

/**
 * Starts a peer in a process of its own and waits until it listens.
 *
 * @throws Error with the peer's output, if it ends before
 */
export async function startPeer(
  name: keyof typeof wires,
  where: { readonly databaseUrl: string; readonly core: number | undefined },
): Promise<Peer> {
  const wire: Wire = wires[name];
  const settings: PeerSettings = { ...client, databaseUrl: where.databaseUrl };
  const process = spawnPeer(wire.file, settings, where.core);
  const { port } = await answerOf<{ port: number }>(process);
  const credentials = (secret: string): Record<string, string> => ({
    client_id: client.clientId,
    client_secret: secret,
  });
  const post = (path: string, fields: Readonly<Record<string, string>>, secret = client.clientSecret): string =>
    formRequest(path, host, { ...fields, ...credentials(secret) });
  return {
    name,
    isPristan: false,
    port,
    pid: process.pid ?? 0,
    jwksPath: wire.jwksPath,
    host,
    introspectsJwt: wire.asked === 'access_token',
    forgedStatuses: wire.forgedStatuses ?? [200],
    async codes(count) {
      process.send({ count });
      return (await answerOf<{ codes: readonly string[] }>(process)).codes;
    },
    unknownCode: () => randomBytes(32).toString('base64url'),
    exchange: (code, secret) =>
      post(
        wire.tokenPath,
        { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri, ...wire.exchangeFields },
        secret,
      ),
    refresh: (token, secret) => post(wire.tokenPath, { grant_type: 'refresh_token', refresh_token: token }, secret),
    introspection: (pair, secret) =>
      post(wire.introspectionPath, { token: pair[wire.asked], token_type_hint: wire.asked }, secret),
    async stop() {
      const ended = once(process, 'exit');
      process.kill('SIGTERM');
      await ended;
    },
  };
}

/** Starts a file of this folder in a process of its own, bound to one core. */
export function spawnPeer(file: string, settings: Partial<PeerSettings>, core: number | undefined): ChildProcess {
  const program = [
    ...(core === undefined ? [] : ['taskset', '-c', String(core)]),
    process.execPath,
    join('bench', 'peers', file),
  ];
  return spawn(program[0] ?? '', program.slice(1), {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', BENCH_PEER: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** The next message of a peer's process. @throws Error when it reports a problem, or ends */
export async function answerOf<Answer extends object>(child: ChildProcess): Promise<Answer> {
  const answer = await new Promise<Answer | { problem: string }>((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the peer ended with ${code}`));
    child.once('exit', onExit).once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as Answer);
    });
  });
  if ('problem' in answer) throw new Error(answer.problem);
  return answer;
}
