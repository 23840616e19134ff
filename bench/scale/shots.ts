import { randomInt } from 'node:crypto';
import type { World } from '../../apps/server/src/environment/open.ts';
import type { LoadRequest } from '../client.ts';
import { formRequest, tokenRequest } from '../client.ts';
import type { Population } from './population.ts';

export const CONNECTIONS = 32;
/** Requests prepared for each second of a load; one core answers fewer. */
const PER_SECOND = 8_000;
/** Live access tokens that introspection asks about in turn. */
const INTROSPECTED = 4_096;
const CODES_PER_INSERT = 1_000;

export type Operation = 'refresh' | 'exchange' | 'introspection';

export interface Client {
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirectUri: string;
}

/** Makes the requests of a load: for families and grants that are drawn from all of the store. */
export type Shots = (operation: Operation, seconds: number) => Promise<(connection: number) => LoadRequest | undefined>;

/** A filled store, as its clients know it. */
export interface Filled {
  readonly world: World;
  readonly people: Population;
  readonly clients: readonly Client[];
  readonly resourceServer: { readonly id: string; readonly secret: string };
}

/** Tokens that refreshes have returned. */
interface Tokens {
  /** Current refresh tokens of the families that were refreshed, by the family's number. */
  readonly current: Map<number, string>;
  readonly access: string[];
}

/** The requests to one store. Refreshes leave access tokens for introspections, so they come first. */
export function shotsOf(filled: Filled): Shots {
  const tokens: Tokens = { current: new Map(), access: [] };
  return async (operation, seconds) => {
    if (operation === 'refresh') return refreshes(filled, tokens, seconds);
    return operation === 'exchange' ? exchanges(filled, seconds) : introspections(filled, tokens);
  };
}

async function refreshes(filled: Filled, { current, access }: Tokens, seconds: number) {
  const { people } = filled;
  const drawn = distinct(people.families, Math.min(people.families, seconds * PER_SECOND));
  for (const at of drawn) if (!current.has(at)) current.set(at, await firstToken(filled, at));
  let next = 0;
  return (): LoadRequest => {
    // A small store is gone through several times: a family comes again long after its last answer.
    const at = drawn[(next += 1) % drawn.length] ?? 0;
    const { accountId, grant } = people.family(at);
    const keys = keysOf(filled, grant.integration);
    const fields = { grant_type: 'refresh_token', refresh_token: current.get(at) ?? '', ...keys };
    return {
      request: tokenRequest(hostOf(filled, accountId), fields),
      take(status, body) {
        if (status !== 200) return false;
        const pair = JSON.parse(body) as { access_token: string; refresh_token: string };
        current.set(at, pair.refresh_token);
        if (access.length < INTROSPECTED) access.push(pair.access_token);
        return true;
      },
    };
  };
}

async function firstToken({ world, people }: Filled, at: number): Promise<string> {
  const { familyId, generation } = people.family(at);
  return world.tokenKeys.formatRefreshToken({ keyId: world.keyRing.newestMac().id, familyId, generation });
}

async function exchanges(filled: Filled, seconds: number) {
  const { world, people } = filled;
  const requests: string[] = [];
  const now = world.clock.now();
  const times = { key_epoch: 1, issued_at: now, expires_at: now + 1_200_000, copyable: false };
  while (requests.length < seconds * PER_SECOND) {
    const rows = Array.from({ length: CODES_PER_INSERT }, () => {
      const { accountId, grant } = people.family(randomInt(people.families));
      const { code, codeId } = world.tokenKeys.drawCode(accountId);
      const keys = keysOf(filled, grant.integration);
      requests.push(tokenRequest(hostOf(filled, accountId), { grant_type: 'authorization_code', code, ...keys }));
      const place = { account_id: accountId, id: Buffer.from(codeId, 'hex'), grant_id: grant.grantId };
      return { ...place, ...times, integration_id: keys.client_id, redirect_uri: keys.redirect_uri };
    });
    await world.db.insertInto('codes').values(rows).execute();
  }
  return (): LoadRequest | undefined => {
    const request = requests.pop();
    return request === undefined ? undefined : { request, take: (status) => status === 200 };
  };
}

function introspections({ resourceServer }: Filled, { access }: Tokens) {
  let next = 0;
  return (): LoadRequest => ({
    request: formRequest('/oauth/v2/introspect', 'localhost:4400', {
      client_id: resourceServer.id,
      client_secret: resourceServer.secret,
      token: access[(next += 1) % access.length] ?? '',
    }),
    take: (status, body) => status === 200 && body.includes('"active":true'),
  });
}

function hostOf({ people }: Filled, accountId: number): string {
  return `${people.subdomain(accountId)}.localhost:4400`;
}

function keysOf({ clients }: Filled, integration: number) {
  const client = clients[integration];
  if (client === undefined) throw new Error(`no integration ${integration}`);
  return { client_id: client.client_id, client_secret: client.client_secret, redirect_uri: client.redirectUri };
}

/** Draws different numbers below `below`, in random order. */
function distinct(below: number, count: number): readonly number[] {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(randomInt(below));
  return [...drawn];
}
