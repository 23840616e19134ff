import { refusedCallers } from '@pristan/flows';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { accountPath } from './account.ts';
import { accountByTokenPath, accountByRefreshTokenPath } from './subdomain.ts';
import { selfPath } from './self.ts';
import { userPath, usersPath } from './users.ts';
import { widgetPath, widgetsPath } from './widgets.ts';

/**
 * Routes of the API that integrations' client libraries call right after authorization.
 *
 * @see docs/spec/dialect.md#api-conventions
 */
export function accessRoutes(app: FastifyInstance, world: World): void {
  const env = { clock: world.clock, store: world.store, refused: refusedCallers() };
  accountPath(app, world, env);
  usersPath(app, world, env);
  userPath(app, world, env);
  widgetsPath(app, world, env);
  widgetPath(app, world, env);
  selfPath(app, world, env);
  accountByTokenPath(app, world, env);
  accountByRefreshTokenPath(app, world);
}
