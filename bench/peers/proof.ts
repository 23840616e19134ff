import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { load } from '../client.ts';
import type { Peer, TokenPair } from './peer.ts';
import { forgedPair, isActive, isNotActive, isRefused } from './shots.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * Proves that a peer does the work that is measured: it signs with ES256 and a published key, rotates, tells live tokens
 * from others, and refuses used codes, rotated refresh tokens and wrong secrets.
 *
 * @throws Error that names the first thing that the peer does otherwise
 */
export async function prove(peer: Peer): Promise<void> {
  const must = async (
    claim: string,
    request: string,
    isRight: (status: number, body: string) => boolean = isGood,
  ): Promise<Answer> => {
    const answer = await ask(peer, request);
    if (isRight(answer.status, answer.body)) return answer;
    throw new Error(`${peer.name} must ${claim}, but: ${answer.status} ${answer.body.slice(0, 300)}`);
  };
  const [code = '', reused = '', unused = ''] = await peer.codes(3);
  await must('exchange a code', peer.exchange(reused));
  await must('refuse a used code', peer.exchange(reused), isRefused);
  await must('refuse a wrong secret at exchange', peer.exchange(unused, 'wrong'), isRefused);

  const first = tokens(await must('exchange another code', peer.exchange(code)));
  await proveSignature(peer, first.access_token);
  await must('call a live token active', peer.introspection(first), isActive);
  const forged = forgedPair(first);
  await must('not call a forged token active', peer.introspection(forged), (status, body) =>
    isNotActive(peer, status, body),
  );
  await must('refuse a forged refresh token', peer.refresh(forged.refresh_token), isRefused);
  await must('refuse an unknown code', peer.exchange(peer.unknownCode()), isRefused);
  await must('refuse a wrong secret at introspection', peer.introspection(first, 'wrong'), isRefused);
  await must('refuse a wrong secret at refresh', peer.refresh(first.refresh_token, 'wrong'), isRefused);

  const second = tokens(await must('refresh', peer.refresh(first.refresh_token)));
  const third = tokens(await must('refresh again', peer.refresh(second.refresh_token)));
  const all = [first, second, third].flatMap((pair) => [pair.access_token, pair.refresh_token]);
  if (new Set(all).size < all.length) throw new Error(`${peer.name} answers a token twice`);
  await proveSignature(peer, third.access_token);
  await must('refuse a rotated refresh token', peer.refresh(first.refresh_token), isRefused);
}

async function proveSignature(peer: Peer, token: string): Promise<void> {
  const keys = await ask(peer, `GET ${peer.jwksPath} HTTP/1.1\r\nHost: ${peer.host}\r\n\r\n`);
  await jwtVerify(token, createLocalJWKSet(JSON.parse(keys.body) as JSONWebKeySet));
  const { alg } = decodeProtectedHeader(token);
  if (alg !== 'ES256') throw new Error(`${peer.name} signs with ${alg}`);
}

async function ask(peer: Peer, request: string): Promise<Answer> {
  let answer: Answer | undefined;
  await load(peer.port, {
    connections: 1,
    seconds: 30,
    next: () => {
      if (answer !== undefined) return undefined;
      return {
        request,
        take(status, body) {
          answer = { status, body };
          return true;
        },
      };
    },
  });
  if (answer === undefined) throw new Error(`${peer.name} does not answer`);
  return answer;
}

function tokens({ body }: Answer): TokenPair {
  return JSON.parse(body) as TokenPair;
}

function isGood(status: number): boolean {
  return status === 200;
}
