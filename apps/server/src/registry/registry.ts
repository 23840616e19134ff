import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { addressCheckApi } from './address-check.ts';
import { firstTokenApi } from './first-token.ts';
import { customersApi, integrationApi, integrationChangesApi } from './integrations.ts';
import { logoApi } from './logo-route.ts';
import { logoFileRoute } from './logo-file.ts';
import { secretApi } from './secret.ts';
import { textsApi } from './texts.ts';
import { widgetApi } from './widgets.ts';

/** Registers the JSON API's endpoints for integrations and widgets, and the route for stored logos. */
export function registryRoutes(app: FastifyInstance, world: World): void {
  integrationApi(app, world);
  customersApi(app, world);
  integrationChangesApi(app, world);
  secretApi(app, world);
  firstTokenApi(app, world);
  addressCheckApi(app, world);
  logoApi(app, world);
  logoFileRoute(app, world);
  widgetApi(app, world);
  textsApi(app, world);
}
