import type { Fixtures } from '../fixtures.ts';
import type { Wire } from '../client.ts';
import { openWire } from '../client.ts';

/** Signed-in people who take turns: gives the `Cookie` header of the next one. */
export type Visitors = () => string;

/**
 * Adds people to accounts and signs them in. Each call of the result gives the next one's cookie: people take turns, so
 * that no person's rate limit is reached.
 */
export async function visitors(
  { world }: Fixtures,
  {
    accounts,
    role,
    count,
  }: { readonly accounts: readonly number[]; readonly role: 'admin' | 'member'; readonly count: number },
): Promise<Visitors> {
  const now = world.clock.now();
  const secrets = Array.from({ length: count }, () => world.random.text(32));
  const users = await world.db
    .insertInto('users')
    .values(
      secrets.map(() => ({
        email: `${world.random.uuid()}@visitor.test`,
        name: 'Visitor' as never,
        language: 'en' as const,
        created_at: now,
      })),
    )
    .returning('id')
    .execute();
  for (const account_id of accounts)
    await world.db
      .insertInto('memberships')
      .values(users.map(({ id }) => ({ account_id, user_id: id, role, state: 'active' as const, created_at: now })))
      .execute();
  await world.db
    .insertInto('sessions')
    .values(
      users.map(({ id }, at) => ({
        id: world.secrets.hash(secrets[at] ?? ''),
        session_id: world.random.text(16),
        user_id: id,
        created_at: now,
        last_seen_at: now,
        expires_at: now + 86_400_000,
        user_agent: 'bench',
        address: '127.0.0.1',
      })),
    )
    .execute();
  let turn = 0;
  return () => `pristan=${secrets[turn++ % count] ?? ''}`;
}

/**
 * Opens connections from as many loopback addresses, so that no address's rate limit is reached, gives each to `run`,
 * and closes them.
 */
export async function withConnections(
  port: number,
  count: number,
  run: (connection: Wire) => Promise<void>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const connection = await openWire(port, `127.0.${1 + (at >> 7)}.${1 + (at & 127)}`);
      await run(connection);
      connection.close();
    }),
  );
}

/** A GET of a browser at the public site, as raw HTTP bytes. */
export function pageGet(path: string, cookie?: string): string {
  return `GET ${path} HTTP/1.1\r\n${browserFields(cookie)}\r\n`;
}

/** A form that a person submits on a page of the public site, as raw HTTP bytes. */
export function pagePost(path: string, cookie: string, fields: Readonly<Record<string, string>>): string {
  const body = new URLSearchParams(fields).toString();
  return `POST ${path} HTTP/1.1\r\n${browserFields(cookie)}Origin: http://localhost:4400\r\nSec-Fetch-User: ?1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function browserFields(cookie: string | undefined): string {
  const signedIn = cookie === undefined ? '' : `Cookie: ${cookie}\r\n`;
  return `Host: localhost:4400\r\nAccept: text/html\r\nAccept-Language: en\r\nUser-Agent: Mozilla/5.0 (bench)\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n${signedIn}`;
}
