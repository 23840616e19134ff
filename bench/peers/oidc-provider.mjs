/**
 * `oidc-provider` on an adapter for PostgreSQL of the usual kind: one table of artefacts by kind and id, one upsert by
 * primary key per artefact, indexes on the columns that the adapter's documentation searches. Clients are static.
 *
 * @see https://github.com/panva/node-oidc-provider/blob/main/example/my_adapter.js
 */
import { randomUUID } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { drawKeys, drawSecrets, openPool, serve, settings } from './host.mjs';

const HOUR_SECONDS = 3_600;
const pool = openPool();
await pool.query(`
  create table artefacts (kind text, id text, payload json not null, grant_id text, user_code text, uid text,
    expires_at timestamptz, consumed_at timestamptz, primary key (kind, id));
  create index on artefacts (grant_id) where grant_id is not null;
  create index on artefacts (user_code) where user_code is not null;
  create index on artefacts (uid) where uid is not null;`);

class Adapter {
  #kind;

  constructor(kind) {
    this.#kind = kind;
  }

  async upsert(id, payload, seconds) {
    const { grantId, userCode, uid } = payload;
    const expiresAt = seconds === undefined ? null : new Date(Date.now() + seconds * 1000);
    await ask(
      'upsert',
      `insert into artefacts values ($1, $2, $3, $4, $5, $6, $7) on conflict (kind, id) do update set
         payload = excluded.payload, grant_id = excluded.grant_id, user_code = excluded.user_code, uid = excluded.uid,
         expires_at = excluded.expires_at`,
      [this.#kind, id, JSON.stringify(payload), grantId, userCode, uid, expiresAt],
    );
  }

  async find(id) {
    return this.#first('find', 'id', id);
  }

  async findByUserCode(userCode) {
    return this.#first('find-by-user-code', 'user_code', userCode);
  }

  async findByUid(uid) {
    return this.#first('find-by-uid', 'uid', uid);
  }

  async consume(id) {
    await ask('consume', 'update artefacts set consumed_at = now() where kind = $1 and id = $2', [this.#kind, id]);
  }

  async destroy(id) {
    await ask('destroy', 'delete from artefacts where kind = $1 and id = $2', [this.#kind, id]);
  }

  async revokeByGrantId(grantId) {
    await ask('revoke', 'delete from artefacts where kind = $1 and grant_id = $2', [this.#kind, grantId]);
  }

  async #first(name, column, value) {
    const text = `select payload, expires_at, consumed_at from artefacts where kind = $1 and ${column} = $2`;
    const [row] = await ask(name, text, [this.#kind, value]);
    if (row === undefined || (row.expires_at !== null && row.expires_at < new Date())) return undefined;
    return row.consumed_at === null ? row.payload : { ...row.payload, consumed: true };
  }
}

const provider = new Provider('http://peer.localhost', {
  adapter: Adapter,
  clients: [
    {
      client_id: settings.clientId,
      client_secret: settings.clientSecret,
      redirect_uris: [settings.redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: { keys: [{ ...drawKeys().privateKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' }] },
  scopes: ['crm', 'offline_access'],
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  pkce: { required: () => false },
  ttl: { AccessToken: HOUR_SECONDS, AuthorizationCode: HOUR_SECONDS, Grant: 24 * HOUR_SECONDS },
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => settings.resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'crm',
        audience: settings.resource,
        accessTokenTTL: HOUR_SECONDS,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});

await serve(provider.callback(), async (count) => {
  const codes = drawSecrets(count);
  const grantIds = codes.map(() => randomUUID());
  const { grant, code } = await samples();
  await pool.query(
    `insert into artefacts select 'Grant', id, ($1::jsonb || jsonb_build_object('jti', id))::json, null, null, null,
       now() + interval '1 day' from unnest($2::text[]) id`,
    [grant, grantIds],
  );
  await pool.query(
    `insert into artefacts select 'AuthorizationCode', id,
       ($1::jsonb || jsonb_build_object('jti', id, 'grantId', grant_id))::json,
       grant_id, null, null, now() + interval '1 hour' from unnest($2::text[], $3::text[]) made (id, grant_id)`,
    [code, codes, grantIds],
  );
  return codes;
});

/** Lets the provider store one grant and one code of its own; all others are copies of their payloads. */
async function samples() {
  const accountId = settings.userId;
  const client = await provider.Client.find(settings.clientId);
  const grant = new provider.Grant({ accountId, clientId: settings.clientId });
  grant.addResourceScope(settings.resource, 'crm');
  const grantId = await grant.save();
  const about = { accountId, client, grantId, redirectUri: settings.redirectUri, resource: settings.resource };
  const code = new provider.AuthorizationCode({ ...about, scope: 'crm', gty: 'authorization_code' });
  const adapters = { grant: new Adapter('Grant'), code: new Adapter('AuthorizationCode') };
  return { grant: await adapters.grant.find(grantId), code: await adapters.code.find(await code.save()) };
}

async function ask(name, text, values) {
  return (await pool.query({ name, text, values })).rows;
}
