import { randomBytes, randomUUID } from 'node:crypto';
import type { World } from '../../../apps/server/src/environment/open.ts';
import { line, prose } from '../../harness/checked-text.ts';

export type FixtureDatabase = World['db'];
export type PreconditionFixture = Awaited<ReturnType<typeof openPreconditionFixture>>;

export const origin = 'https://shop.example';
export const redirectUri = `${origin}/callback`;
export const guestEmail = (accountId: number): string => `guest@a${accountId}.test`;

const year = 365 * 86_400_000;

/**
 * An account with everything that a change can concern: two admins, a member and an invited guest; its own published
 * integration with a live widget, installed, with an admin's and a member's grant, tokens and a code; an external
 * integration with a handover and a pending adoption.
 */
export async function openPreconditionFixture(
  db: FixtureDatabase,
  seal: (secretId: string, isFirst: boolean) => Uint8Array = () => randomBytes(32),
) {
  const at = Date.now();
  const made = { created_at: at, updated_at: at };
  const person = async (name: string) => {
    const user = {
      email: `${name}-${randomUUID()}@scene.test`,
      name: line(name),
      language: 'en' as const,
      password_hash: null,
    };
    return (
      await db
        .insertInto('users')
        .values({ ...user, created_at: at })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  };
  const { id: accountId } = await db
    .insertInto('accounts')
    .values({ name: line('Scene'), ...made, created_by: null, updated_by: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('subdomains')
    .values({ subdomain: `scene-${accountId}`, account_id: accountId, current: true })
    .execute();
  const [admin, other, member, guest] = [
    await person('admin'),
    await person('other'),
    await person('member'),
    await person('guest'),
  ];
  await db
    .updateTable('users')
    .set({ email: guestEmail(accountId) })
    .where('id', '=', guest)
    .execute();
  const place = { account_id: accountId, state: 'active', created_at: at } as const;
  await db
    .insertInto('memberships')
    .values([
      { ...place, user_id: admin, role: 'admin' },
      { ...place, user_id: other, role: 'admin' },
      { ...place, user_id: member, role: 'member' },
    ])
    .execute();

  const integration = async (kind: 'public' | 'external', secretsUri: string | null) => {
    const id = randomUUID();
    await db
      .insertInto('integrations')
      .values({
        id,
        account_id: accountId,
        kind,
        published_at: kind === 'public' ? at : null,
        adopted_at: null,
        state: 'active',
        deleted_at: null,
        version: 1,
        key_epoch: 1,
        name: line('Scene'),
        summary: line(''),
        description_html: prose(''),
        redirect_uri: redirectUri,
        button_origins: [],
        disconnect_uri: null,
        secrets_uri: secretsUri,
        logo_uri: null,
        scopes: ['crm'],
        logo_hash: null,
        ...made,
        created_by: admin,
      })
      .execute();
    const secretId = randomUUID();
    await db
      .insertInto('integration_secrets')
      .values({
        integration_id: id,
        id: secretId,
        sealed: seal(secretId, true),
        created_at: at,
        ends_at: null,
        first_used_at: null,
      })
      .execute();
    await db
      .insertInto('installations')
      .values({
        account_id: accountId,
        integration_id: id,
        state: 'enabled',
        epoch: 1,
        created_at: at,
        enabled_at: at,
        disabled_at: null,
      })
      .execute();
    return { id, secretId };
  };
  const grant = async (integrationId: string, userId: number, fullAccess: boolean) => {
    const id = randomUUID();
    const about = { account_id: accountId, id, integration_id: integrationId, user_id: userId };
    await db
      .insertInto('grants')
      .values({
        ...about,
        full_access: fullAccess,
        scopes: ['crm'],
        epoch: 1,
        ...made,
        revoked_at: null,
        revoked_by: null,
      })
      .execute();
    return id;
  };
  const { id: integrationId, secretId } = await integration('public', null);
  const { id: cloneId } = await integration('external', `${origin}/secrets`);
  const facts = { redirectUri, name: 'Scene', developer: 'Scene', scopes: ['crm'], buttonOrigins: [], links: [] };
  await db
    .insertInto('publications')
    .values({ integration_id: integrationId, number: 1, facts: JSON.stringify(facts) as never, published_at: at })
    .execute();
  const sha256 = randomBytes(32).toString('hex');
  await db
    .insertInto('widget_archives')
    .values({ sha256, bytes: randomBytes(8), created_at: at })
    .execute();
  const version = { integration_id: integrationId, sha256, archive_bytes: 8, created_at: at, created_by: admin };
  const read = { manifest: JSON.stringify({ settings: [] }) as never, report: JSON.stringify({}) as never };
  await db
    .insertInto('widget_versions')
    .values([
      { ...version, ...read, number: 1, live: true },
      { ...version, ...read, number: 2, live: false },
    ])
    .execute();
  const grantId = await grant(integrationId, other, true);
  const ownGrantId = await grant(integrationId, member, false);
  const cloneGrantId = await grant(cloneId, other, true);

  const codeId = randomBytes(16).toString('hex');
  await db
    .insertInto('codes')
    .values({
      account_id: accountId,
      id: Buffer.from(codeId, 'hex'),
      grant_id: ownGrantId,
      integration_id: integrationId,
      redirect_uri: redirectUri,
      code_challenge: null,
      key_epoch: 1,
      issued_at: at,
      expires_at: at + year,
      redeemed_at: null,
      family_id: null,
      copyable: false,
      sealed_code: null,
    })
    .execute();
  const familyId = randomUUID();
  await db
    .insertInto('families')
    .values({
      account_id: accountId,
      id: familyId,
      grant_id: ownGrantId,
      integration_id: integrationId,
      epoch: 1,
      key_epoch: 1,
      generation: 1,
      mac_key_id: 'm1',
      created_at: at,
      rotated_at: at,
      rotated_address: '',
      expires_at: at + year,
      revoked_at: null,
    })
    .execute();
  const longLivedId = randomUUID();
  const ends = { expires_at: at + year, revoked_at: null, revoked_by: null };
  await db
    .insertInto('long_lived_tokens')
    .values({
      account_id: accountId,
      id: longLivedId,
      grant_id: grantId,
      integration_id: integrationId,
      name: line('nightly'),
      key_epoch: 1,
      issued_at: at,
      ...ends,
    })
    .execute();
  const sessionHash = randomBytes(32);
  await db
    .insertInto('sessions')
    .values({
      id: sessionHash,
      session_id: randomUUID(),
      user_id: admin,
      created_at: at,
      last_seen_at: at,
      expires_at: at + year,
      user_agent: '',
      address: '',
    })
    .execute();
  const personalId = randomUUID();
  await db
    .insertInto('personal_tokens')
    .values({
      account_id: accountId,
      id: personalId,
      user_id: member,
      integration_id: null,
      token_hash: randomBytes(32),
      name: line('ci'),
      abilities: [],
      created_at: at,
      last_used_at: null,
      ...ends,
    })
    .execute();
  const invitationId = randomUUID();
  await db
    .insertInto('invitations')
    .values({
      account_id: accountId,
      id: invitationId,
      email: guestEmail(accountId),
      name: line(''),
      role: 'member',
      token_hash: randomBytes(32),
      created_by: other,
      created_at: at,
      expires_at: at + year,
      accepted_at: null,
      revoked_at: null,
    })
    .execute();
  const delivery = async (finished: boolean) => {
    const id = randomUUID();
    await db
      .insertInto('deliveries')
      .values({
        account_id: accountId,
        id,
        integration_id: integrationId,
        hook: 'disconnect',
        url: redirectUri,
        receiver_host: `a${accountId}.example`,
        facts: '{}',
        state: finished ? 'failed' : 'started',
        due_at: at,
        began_at: at,
        created_at: at,
        tries: 1,
        made: 1,
        finished_at: finished ? at : null,
        first_failed_at: null,
        last_failed_at: null,
        last_failure: null,
        last_status: null,
      })
      .execute();
    return id;
  };
  const failedDeliveryId = await delivery(true);
  const startedDeliveryId = await delivery(false);
  await db
    .insertInto('receiver_health')
    .values({
      integration_id: integrationId,
      receiver_host: `a${accountId}.example`,
      failing_since: at,
      last_failed_at: at,
      last_failure: 'timeout',
      last_status: null,
      marked_at: null,
    })
    .execute();
  const handoverId = randomUUID();
  await db
    .insertInto('handovers')
    .values({
      account_id: accountId,
      id: handoverId,
      integration_id: cloneId,
      grant_id: cloneGrantId,
      user_id: other,
      delivery_id: randomUUID(),
      sealed_path: randomBytes(8),
      pull_challenge: 'x',
      created_at: at,
      pulled_at: null,
    })
    .execute();
  const adoptionId = randomUUID();
  await db
    .insertInto('adoptions')
    .values({ id: adoptionId, integration_id: integrationId, origin, started_at: at, started_by: admin, moves_at: at })
    .execute();
  return {
    at,
    accountId,
    admin,
    other,
    member,
    guest,
    integrationId,
    secretId,
    cloneId,
    grantId,
    ownGrantId,
    cloneGrantId,
    codeId,
    familyId,
    longLivedId,
    sessionHash,
    personalId,
    invitationId,
    failedDeliveryId,
    startedDeliveryId,
    handoverId,
    adoptionId,
    widgetSha256: sha256,
    newHandoverId: randomUUID(),
    seal,
    receiverStopped: async () =>
      db
        .insertInto('stopped_receivers')
        .values({
          integration_id: integrationId,
          url: redirectUri,
          receiver_host: new URL(redirectUri).host,
          stopped_at: at,
        })
        .execute(),
    clonesAsked: async () =>
      db
        .insertInto('adopted_clones')
        .values({
          account_id: accountId,
          integration_id: cloneId,
          adoption_id: adoptionId,
          state: 'pending',
          moves_at: at,
          due_at: at,
          settled_at: null,
          settled_by: null,
        })
        .execute(),
  };
}
