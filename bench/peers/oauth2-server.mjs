/**
 * `@node-oauth/oauth2-server` with express: a model on `pg` as the documentation describes it, each method one
 * statement by primary key. It has no introspection; that is a route of the same application, with one statement.
 *
 * @see https://node-oauthoauth2-server.readthedocs.io, "Model Specification"
 */
import { createHash, randomUUID, sign, timingSafeEqual, verify } from 'node:crypto';
import OAuth2Server from '@node-oauth/oauth2-server';
import express from 'express';
import { drawKeys, drawSecrets, openPool, serve, settings } from './host.mjs';

const ISSUER = 'http://peer.localhost';
const ACCESS_SECONDS = 3_600;
const pool = openPool();
const { privateKey, publicKey } = drawKeys();
const header = encoded({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' });

await pool.query(`
  create table clients (id text primary key, secret_hash bytea not null, redirect_uris text[] not null);
  create table codes (code text primary key, client_id text not null, user_id text not null, redirect_uri text not null,
    scope text[] not null, expires_at timestamptz not null);
  create table access_tokens (jti text primary key, client_id text not null, user_id text not null,
    expires_at timestamptz not null);
  create table refresh_tokens (token text primary key, client_id text not null, user_id text not null,
    scope text[] not null, expires_at timestamptz not null);`);
await ask('seed-client', 'insert into clients values ($1, $2, $3)', [
  settings.clientId,
  hashed(settings.clientSecret),
  [settings.redirectUri],
]);

const model = {
  async getClient(id, secret) {
    const [row] = await ask('client', 'select secret_hash, redirect_uris from clients where id = $1', [id]);
    if (row === undefined || !timingSafeEqual(hashed(secret ?? ''), row.secret_hash)) return false;
    return { id, redirectUris: row.redirect_uris, grants: ['authorization_code', 'refresh_token'] };
  },
  async getAuthorizationCode(code) {
    const [row] = await ask('code', 'select * from codes where code = $1', [code]);
    if (row === undefined) return false;
    const { client_id, user_id, redirect_uri: redirectUri, scope, expires_at: expiresAt } = row;
    return { code, redirectUri, scope, expiresAt, client: { id: client_id }, user: { id: user_id } };
  },
  async revokeAuthorizationCode({ code }) {
    return (await ask('end-code', 'delete from codes where code = $1 returning 1', [code])).length === 1;
  },
  async getRefreshToken(token) {
    const [row] = await ask('refresh', 'select * from refresh_tokens where token = $1', [token]);
    if (row === undefined) return false;
    const { client_id, user_id, scope, expires_at: refreshTokenExpiresAt } = row;
    return { refreshToken: token, refreshTokenExpiresAt, scope, client: { id: client_id }, user: { id: user_id } };
  },
  async revokeToken({ refreshToken }) {
    const ended = await ask('end-refresh', 'delete from refresh_tokens where token = $1 returning 1', [refreshToken]);
    return ended.length === 1;
  },
  generateAccessToken: (client, user, scope) => accessToken({ clientId: client.id, userId: user.id, scope }),
  async saveToken(token, client, user) {
    const { jti } = claimsOf(token.accessToken);
    await ask(
      'save',
      `with access as (insert into access_tokens values ($1, $2, $3, $4))
       insert into refresh_tokens values ($5, $2, $3, $6, $7)`,
      [
        jti,
        client.id,
        user.id,
        token.accessTokenExpiresAt,
        token.refreshToken,
        token.scope,
        token.refreshTokenExpiresAt,
      ],
    );
    return { ...token, client, user };
  },
};

const oauth = new OAuth2Server({ model, accessTokenLifetime: ACCESS_SECONDS });
const app = express();
app.disable('x-powered-by').disable('etag');
app.use(express.urlencoded({ extended: false }));
app.post('/token', async (request, response) => {
  const answer = new OAuth2Server.Response(response);
  try {
    await oauth.token(new OAuth2Server.Request(request), answer);
    response.status(answer.status).set(answer.headers).json(answer.body);
  } catch (error) {
    response.status(error.code ?? 500).json({ error: error.name });
  }
});
app.post('/introspect', async ({ body }, response) => {
  const claims = verified(body.token);
  const [row] = await ask(
    'introspect',
    'select secret_hash, exists (select from access_tokens where jti = $2) as live from clients where id = $1',
    [body.client_id, claims?.jti],
  );
  if (row === undefined || !timingSafeEqual(hashed(body.client_secret), row.secret_hash)) {
    return response.status(401).json({ error: 'invalid_client' });
  }
  return response.json(claims !== undefined && row.live ? { active: true, ...claims } : { active: false });
});
app.get('/jwks', (_request, response) => {
  response.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }] });
});

await serve(app, async (count) => {
  const codes = drawSecrets(count);
  await pool.query(
    `insert into codes select code, $2, $3, $4, '{crm}', now() + interval '1 hour' from unnest($1::text[]) code`,
    [codes, settings.clientId, settings.userId, settings.redirectUri],
  );
  return codes;
});

async function ask(name, text, values) {
  return (await pool.query({ name, text, values })).rows;
}

function accessToken({ clientId, userId, scope }) {
  const iat = Math.floor(Date.now() / 1000);
  const about = { iss: ISSUER, aud: settings.resource, sub: userId, client_id: clientId, scope: scope.join(' ') };
  const input = `${header}.${encoded({ ...about, jti: randomUUID(), iat, exp: iat + ACCESS_SECONDS })}`;
  return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function verified(token) {
  const [head, body, signature] = String(token).split('.');
  if (signature === undefined) return undefined;
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' };
  if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) return undefined;
  const claims = claimsOf(token);
  return claims.exp * 1000 > Date.now() ? claims : undefined;
}

function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

function encoded(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function hashed(secret) {
  return createHash('sha256').update(secret).digest();
}
