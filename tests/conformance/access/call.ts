import type { InjectOptions } from 'fastify';
import type { Platform } from '../../harness/platform.ts';

/** A request of amoCRM's API with a token, in a second of its own, so that no test meets another one's rate. */
export async function call(
  platform: Pick<Platform, 'inject'> & Partial<Pick<Platform, 'clock'>>,
  token: string | undefined,
  url: string,
  options: InjectOptions & { readonly host?: string } = {},
) {
  platform.clock?.advance(1_100);
  return platform.inject({
    method: 'GET',
    url,
    host: 'demo.accounts.test',
    ...options,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...options.headers },
  });
}

/** The 401 of this platform (`PRISTAN_PLATFORM=1`), member by member. */
export const unauthorized = {
  title: 'Unauthorized',
  type: 'https://httpstatus.es/401',
  status: 401,
  detail: 'Неверный логин или пароль',
};
