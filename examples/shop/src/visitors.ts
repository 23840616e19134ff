import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Keys, Tokens } from './platform.ts';

/** A shop visitor's connection to an account. */
export interface Connection {
  /** Keys of the shop's own integration, or of the one created for this visitor. */
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly refreshes: number;
}

/** A visitor of the shop, with their state and tokens. Stored in memory only, since the shop is an example. */
export interface Visitor {
  readonly state: string;
  connection?: Connection;
}

export interface Visitors {
  /** The visitor identified by a cookie, or a new one. */
  of(request: IncomingMessage, response: ServerResponse): Visitor;
  /** Whether any visitor has this state. */
  has(state: string): boolean;
}

const VISITORS_MAX = 1000;

export function createVisitors(): Visitors {
  const visitors = new Map<string, Visitor>();
  return {
    of(request, response) {
      const id = /(?:^|; )shop=([A-Za-z0-9_-]{22})/.exec(request.headers.cookie ?? '')?.[1];
      const known = id === undefined ? undefined : visitors.get(id);
      if (known !== undefined) return known;
      const fresh = randomBytes(16).toString('base64url');
      const visitor: Visitor = { state: randomBytes(16).toString('base64url') };
      visitors.set(fresh, visitor);
      const [oldest] = visitors.keys();
      if (visitors.size > VISITORS_MAX && oldest !== undefined) visitors.delete(oldest);
      response.setHeader('Set-Cookie', `shop=${fresh}; Path=/; HttpOnly; SameSite=Lax`);
      return visitor;
    },
    has: (state) => [...visitors.values()].some((visitor) => visitor.state === state),
  };
}
