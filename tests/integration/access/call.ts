import type { InjectOptions } from 'fastify';
import type { Platform } from '../../harness/platform.ts';

/** Calls amoCRM's API with a token, 1.1 seconds after the last call, so that no test exceeds another's rate limit. */
export async function callApi(
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

/** The exact body of a 401 with `PRISTAN_PLATFORM=1`. */
export const unauthorizedProblem = {
  title: 'Unauthorized',
  type: 'https://httpstatus.es/401',
  status: 401,
  detail: 'Неверный логин или пароль',
};
