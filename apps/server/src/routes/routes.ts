import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { assetRoutes, openAssets } from '../http/assets.ts';
import type { Site } from '../http/page.ts';
import { accessRoutes } from './access/access.ts';
import { activityApi } from './accounts/api-activity.ts';
import { memberGrantsApi } from './accounts/api-member-grants.ts';
import { membersApi } from './accounts/api-members.ts';
import { notFoundPage } from '../http/not-found-page.ts';
import { noticeApi } from './accounts/api-notices.ts';
import { personApi } from './accounts/api-person.ts';
import { devMailRoutes } from './accounts/dev-mail.ts';
import { homeRoutes } from './accounts/home.ts';
import { invitationRoutes } from './accounts/invitation.ts';
import { languageRoute } from './accounts/language.ts';
import { memberRoutes } from './accounts/members.ts';
import { passwordResetRoutes } from './accounts/password-reset.ts';
import { sessionRoutes } from './accounts/sessions.ts';
import { signInRoutes } from './accounts/sign-in.ts';
import { signOutRoute } from './accounts/sign-out.ts';
import { authorizeRoutes } from './authorize/authorize.ts';
import { buttonRoutes } from './authorize/button.ts';
import { decisionRoutes } from './authorize/decision.ts';
import { externalRoutes } from './authorize/external.ts';
import { handoverRoute } from './authorize/handover.ts';
import { leaveRoute } from './authorize/leave.ts';
import { secretsRoute } from './authorize/secrets.ts';
import { deliveriesApi } from './hooks/deliveries.ts';
import { testDeliveriesApi } from './hooks/test-deliveries.ts';
import { deliveryPages } from './hooks/delivery-pages.ts';
import { accountRoute } from './install/account.ts';
import { configureRoutes } from './install/configure.ts';
import { configureApi } from './install/configure-api.ts';
import { endRoutes } from './install/end.ts';
import { freshCodeApi } from './install/fresh-code.ts';
import { integrationRoutes } from './install/integration.ts';
import { installationsApi } from './install/installations-api.ts';
import { usageApi } from './install/usage-api.ts';
import { widgetRoutes } from './install/widget.ts';
import { refusedApi } from './install/refused-api.ts';
import { adoptionApi } from './moderation/adoption-api.ts';
import { cloneGroupsApi } from './moderation/clone-groups-api.ts';
import { refuseRoutes } from './moderation/refuse.ts';
import { consoleRoutes } from './platform/console.ts';
import { platformRoutes } from './platform/platform.ts';
import { descriptionRoute } from './registry/description.ts';
import { registryRoutes } from './registry/registry.ts';
import { accessTokenRoute } from './token/access-token.ts';
import { explainRoute } from './token/explain.ts';
import { introspectRoute } from './token/introspect.ts';
import { jwksRoute } from './token/jwks.ts';
import { longLivedApi } from './token/long-lived.ts';
import { personalTokenApi } from './token/personal.ts';
import { oneTimeApi } from './token/one-time.ts';

/** The map of the server: every route, a file each, under its word. */
export async function addRoutes(app: FastifyInstance, world: World): Promise<void> {
  const assets = await openAssets();
  const site: Site = { ...world, assets };
  app.decorate('pageNotFound', notFoundPage(site));
  app.get('/healthz', async () => ({ ok: true }));
  assetRoutes(app, assets);
  platformRoutes(app, site);
  await consoleRoutes(app, site);

  signInRoutes(app, site);
  signOutRoute(app, site);
  languageRoute(app, site);
  homeRoutes(app, site);
  sessionRoutes(app, site);
  passwordResetRoutes(app, site);
  invitationRoutes(app, site);
  memberRoutes(app, site);
  devMailRoutes(app, site);
  personApi(app, world);
  noticeApi(app, world);
  membersApi(app, world);
  memberGrantsApi(app, world);
  activityApi(app, world);

  authorizeRoutes(app, site);
  decisionRoutes(app, site);
  externalRoutes(app, site);
  handoverRoute(app, site);
  leaveRoute(app, site);
  secretsRoute(app, world);
  await buttonRoutes(app, site);

  accountRoute(app, site);
  endRoutes(app, site);
  widgetRoutes(app, site);
  configureRoutes(app, site);
  integrationRoutes(app, site);
  descriptionRoute(app, site);
  installationsApi(app, world);
  configureApi(app, world);
  freshCodeApi(app, world);
  refusedApi(app, world);
  usageApi(app, world);
  registryRoutes(app, world);

  cloneGroupsApi(app, world);
  adoptionApi(app, world);
  refuseRoutes(app, site);

  deliveryPages(app, site);
  deliveriesApi(app, world);
  testDeliveriesApi(app, world);

  accessRoutes(app, world);

  accessTokenRoute(app, world);
  jwksRoute(app, world);
  introspectRoute(app, world);
  explainRoute(app, world);
  longLivedApi(app, world);
  personalTokenApi(app, world);
  oneTimeApi(app, world);
}
