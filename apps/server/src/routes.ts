import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from './environment/open.ts';
import { assetRoutes, openAssets } from './http/assets.ts';
import { requireBounded } from './http/bounded.ts';
import { requireCost } from './http/request-cost.ts';
import { requireListed } from './http/listed-method.ts';
import type { Site } from './http/page.ts';
import { sendMalformedText } from './http/page-route.ts';
import { accessRoutes } from './access/access.ts';
import { activityApi } from './accounts/api-activity.ts';
import { memberGrantsApi } from './accounts/api-member-grants.ts';
import { invitationsApi, membersApi } from './accounts/api-members.ts';
import { requirePhases } from './http/page-form.ts';
import { notFoundPage, otherMethodPage, tooManyPage } from './http/not-found-page.ts';
import { noticeApi } from './accounts/api-notices.ts';
import { meApi } from './accounts/api-me.ts';
import { devMailRoutes } from './accounts/dev-mail.ts';
import { invitationRoutes } from './accounts/invitation.ts';
import { languageRoute } from './accounts/language.ts';
import { passwordResetRoutes } from './accounts/password-reset.ts';
import { signInRoutes } from './accounts/sign-in.ts';
import { signOutRoute } from './accounts/sign-out.ts';
import { authorizeRoutes } from './authorize/authorize.ts';
import { buttonRoutes } from './authorize/button.ts';
import { decisionRoutes } from './authorize/decision.ts';
import { externalRoutes } from './authorize/external.ts';
import { handoverRoute } from './authorize/handover.ts';
import { returnPageRoute } from './authorize/return-page.ts';
import { secretsRoute } from './authorize/secrets.ts';
import { deliveriesApi } from './hooks/deliveries.ts';
import { stoppedReceiversApi } from './hooks/stopped-receivers.ts';
import { testDeliveriesApi } from './hooks/test-deliveries.ts';
import { codeRoutes } from './install/code.ts';
import { settingsPageRoutes } from './install/configure.ts';
import { settingsApi } from './install/configure-api.ts';
import { disableAndRevokeRoutes } from './install/end.ts';
import { freshCodeApi } from './install/fresh-code.ts';
import { installationsApi } from './install/installations-api.ts';
import { ownAccessApi } from './install/own-access-api.ts';
import { usageApi } from './install/usage-api.ts';
import { widgetRoutes } from './install/widget.ts';
import { refusedTokensApi } from './install/refused-api.ts';
import { adoptionApi } from './moderation/adoption-api.ts';
import { cloneGroupsApi } from './moderation/clone-groups-api.ts';
import { refuseAdoptionRoutes } from './moderation/refuse.ts';
import { consoleRoutes } from './platform/console.ts';
import { movedRoutes } from './platform/moved.ts';
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

/** Registers every route of the server. Each route has a file of its own, in the folder of its subject. */
export async function addRoutes(app: FastifyInstance, world: World): Promise<void> {
  const assets = await openAssets();
  const site: Site = { ...world, assets };
  app.addHook('onRoute', requireListed);
  app.addHook('onRoute', requireCost);
  app.addHook('onRoute', requireBounded);
  app.addHook('onRoute', requirePhases);
  app.decorate('pageNotFound', notFoundPage(site));
  app.decorate('pageNotText', (request: FastifyRequest, reply: FastifyReply, field: string) =>
    sendMalformedText(site, { request, reply }, field),
  );
  app.decorate('pageForOtherMethod', otherMethodPage(site));
  app.decorate('pageTooMany', tooManyPage(site));
  app.get('/healthz', { config: { cost: 'file' } }, async () => ({ ok: true }));
  assetRoutes(app, assets);
  platformRoutes(app, site);
  await consoleRoutes(app, site);
  movedRoutes(app, site);

  signInRoutes(app, site);
  signOutRoute(app, site);
  languageRoute(app, site);
  passwordResetRoutes(app, site);
  invitationRoutes(app, site);
  devMailRoutes(app, site);
  meApi(app, world);
  noticeApi(app, world);
  membersApi(app, world);
  invitationsApi(app, world);
  memberGrantsApi(app, world);
  activityApi(app, world);

  authorizeRoutes(app, site);
  decisionRoutes(app, site);
  externalRoutes(app, site);
  handoverRoute(app, site);
  returnPageRoute(app, site);
  secretsRoute(app, world);
  await buttonRoutes(app, site);

  disableAndRevokeRoutes(app, site);
  widgetRoutes(app, site);
  settingsPageRoutes(app, site);
  codeRoutes(app, site);
  descriptionRoute(app, site);
  installationsApi(app, world);
  ownAccessApi(app, world);
  settingsApi(app, world);
  freshCodeApi(app, world);
  refusedTokensApi(app, world);
  usageApi(app, world);
  registryRoutes(app, world);

  cloneGroupsApi(app, world);
  adoptionApi(app, world);
  refuseAdoptionRoutes(app, site);

  deliveriesApi(app, world);
  stoppedReceiversApi(app, world);
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
