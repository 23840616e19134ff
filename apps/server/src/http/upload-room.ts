import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import type { Turnstile } from '../registry/turnstile.ts';
import { turnstile } from '../registry/turnstile.ts';

type Room = Parameters<typeof turnstile>[0];

/** Lets an upload in, to stay until it is answered or broken off; or says that too many wait already. */
export type UploadRoom = (accountId: number, response: ServerResponse) => Promise<'in' | 'busy'>;

/**
 * Room for uploads in this process' memory: so many at a time of an account, and of all. It is entered before the body is
 * read; whoever waits holds a socket and no memory.
 */
export function uploadRoom(room: { readonly ofAccount: Room; readonly ofAll: Room }): UploadRoom {
  const ofAll = turnstile(room.ofAll);
  const accounts = new Map<number, { readonly pass: Turnstile; present: number }>();
  return async (accountId, response) => {
    const account = accounts.get(accountId) ?? { pass: turnstile(room.ofAccount), present: 0 };
    accounts.set(accountId, account);
    account.present++;
    return new Promise((resolve, reject) => {
      const stay = async (): Promise<'over'> => {
        resolve('in');
        return over(response);
      };
      account
        .pass(async () => ofAll(stay))
        .then((outcome) => outcome === 'busy' && resolve('busy'), reject)
        .finally(() => --account.present === 0 && accounts.delete(accountId));
    });
  };
}

async function over(response: ServerResponse): Promise<'over'> {
  return new Promise((resolve) => {
    finished(response, () => resolve('over'));
  });
}
