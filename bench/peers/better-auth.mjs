/**
 * `better-auth` with the plugins `oauth-provider` and `jwt`, on its own adapter for `pg` and the tables of its own
 * migrations. The client is one of its trusted ones, which it keeps in memory.
 *
 * @see https://better-auth.com/docs/plugins/oauth-provider
 */
import { createHash, randomUUID } from 'node:crypto';
import { oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { jwt } from 'better-auth/plugins';
import { drawSecrets, openPool, serve, settings } from './host.mjs';

const HOUR_MS = 3_600_000;
const SCOPES = ['crm', 'offline_access'];
const pool = openPool();
const auth = betterAuth({
  baseURL: 'http://peer.localhost',
  secret: drawSecrets(1)[0],
  database: pool,
  logger: { disabled: true },
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  disabledPaths: ['/token'],
  plugins: [
    jwt({ jwks: { keyPairConfig: { alg: 'ES256' } }, disableSettingJwtHeader: true }),
    oauthProvider({
      loginPage: '/sign-in',
      consentPage: '/consent',
      scopes: SCOPES,
      resources: [settings.resource],
      enforcePerClientResources: false,
      cachedTrustedClients: new Set([settings.clientId]),
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }),
  ],
});
await (await getMigrations(auth.options)).runMigrations();

const { adapter, internalAdapter } = await auth.$context;
const now = new Date();
const user = await internalAdapter.createUser({ email: 'peer@bench.test', name: 'Peer', emailVerified: true });
const session = await internalAdapter.createSession(user.id);
await adapter.create({
  model: 'oauthClient',
  data: {
    clientId: settings.clientId,
    clientSecret: hashed(settings.clientSecret),
    name: 'Bench',
    redirectUris: [settings.redirectUri],
    tokenEndpointAuthMethod: 'client_secret_post',
    grantTypes: ['authorization_code', 'refresh_token'],
    scopes: SCOPES,
    createdAt: now,
    updatedAt: now,
  },
});

const handle = toNodeHandler(auth);
await serve(
  (request, response) => void handle(request, response),
  async (count) => {
    const codes = drawSecrets(count);
    const query = {
      response_type: 'code',
      client_id: settings.clientId,
      redirect_uri: settings.redirectUri,
      scope: SCOPES.join(' '),
      state: 'state',
      code_challenge: hashed(settings.codeVerifier),
      code_challenge_method: 'S256',
    };
    const value = {
      type: 'authorization_code',
      query,
      userId: user.id,
      sessionId: session.id,
      authTime: Date.now(),
      resource: [settings.resource],
    };
    await pool.query(
      `insert into verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
     select id, identifier, $3, $4, now(), now() from unnest($1::text[], $2::text[]) made (id, identifier)`,
      [codes.map(() => randomUUID()), codes.map(hashed), JSON.stringify(value), new Date(Date.now() + HOUR_MS)],
    );
    return codes;
  },
);

/** The plugin's own form of stored secrets, tokens and code challenges. */
function hashed(secret) {
  return createHash('sha256').update(secret).digest('base64url');
}
