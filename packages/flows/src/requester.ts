import type { Actor } from '@pristan/rules';
import { operator } from '@pristan/rules';
import type { Store } from './ports/store.ts';

/** The requester of a change: a user, or the operator at the command line. */
export type Requester =
  | {
      readonly userId: number;
      readonly address: string;
      readonly token?: Actor['token'];
      readonly browser?: string | undefined;
    }
  | 'operator';

/** Id of the user who asks; `undefined` for the operator. */
export function requesterUserId(by: Requester): number | undefined {
  return by === 'operator' ? undefined : by.userId;
}

/** The requester as the actor of an event, with their membership in the account. */
export async function requesterMembership(
  env: { readonly store: Pick<Store, 'installs'> },
  accountId: number,
  by: Requester,
) {
  if (by === 'operator') return { actor: operator, operator: true } as const;
  const actor: Actor = { userId: by.userId, address: by.address, token: by.token, browser: by.browser };
  return { actor, membership: await env.store.installs.membership(accountId, by.userId) } as const;
}
