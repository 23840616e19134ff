import { expect } from 'vitest';
import type { Dispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { Received, Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';
import { widgetZip } from '../../harness/widget.ts';

/**
 * A platform with a dispatcher, an account with an admin and a member, and an integrator's server that records
 * requests.
 */
export interface WidgetFixture {
  readonly platform: Platform;
  readonly receiver: Receiver;
  readonly redirect: string;
  readonly accountId: number;
  readonly adminId: number;
  readonly memberId: number;
  readonly admin: Visitor;
  readonly member: Visitor;
  /** Calls the JSON API as the account's admin. */
  readonly call: ApiCaller;
  close(): Promise<void>;
}

export async function openWidgetFixture(): Promise<WidgetFixture> {
  const receiver = await aReceiver(200);
  const platform = await openPlatform({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  const demo = await anAccount(platform, 'demo', true);
  const dispatcher: Dispatcher = startDispatcher(platform.world);
  const admin = aVisitor(platform);
  await admin.signIn('admin@demo.test');
  const member = aVisitor(platform);
  await member.signIn('member@demo.test');
  return {
    platform,
    receiver,
    redirect: `${receiver.origin}/callback?shop=1`,
    accountId: demo.id,
    adminId: demo.admin.id,
    memberId: demo.member?.id ?? 0,
    admin,
    member,
    call: await apiCaller(platform, demo.admin),
    async close() {
      await dispatcher.stop();
      await platform.close();
      await receiver.close();
    },
  };
}

/** An integration of the account with a live widget, whose files may be replaced. */
export async function integrationWithWidget(
  stand: WidgetFixture,
  name: string,
  changed?: Parameters<typeof widgetZip>[0],
) {
  const { platform, redirect: redirectUri, accountId } = stand;
  const integration = await anIntegration(platform, 'demo', { kind: 'private', redirectUri, name });
  const path = `/accounts/${accountId}/installations/${integration.client_id}`;
  await publishWidgetVersion(stand, { clientId: integration.client_id, number: 1 }, changed);
  return { ...integration, path };
}

/** Uploads a version of a widget and publishes it. */
export async function publishWidgetVersion(
  { call, accountId }: WidgetFixture,
  { clientId, number }: { readonly clientId: string; readonly number: number },
  changed?: Parameters<typeof widgetZip>[0],
): Promise<void> {
  const widgets = `/accounts/${accountId}/integrations/${clientId}/widgets`;
  const uploaded = await call('POST', widgets, await widgetZip(changed), { 'content-type': 'application/zip' });
  expect(uploaded.statusCode, uploaded.body).toBe(201);
  expect((await call('PUT', `${widgets}/live`, { number })).statusCode).toBe(200);
}

/** Opens a page, waits a second, and submits its form with the typed fields. */
export async function submitPage(
  { platform }: WidgetFixture,
  visitor: Visitor,
  page: { readonly path: string; readonly typed?: Readonly<Record<string, string>>; readonly action?: string },
  headers: Record<string, string | undefined> = {},
) {
  const { path, typed = {}, action = path } = page;
  const shown = await visitor.get(path);
  expect(shown.statusCode, shown.body).toBe(200);
  const fields = { ...hiddenFields(shown.body, action), ...typed };
  platform.clock.advance(1000);
  return { answer: await visitor.post(action, fields, headers), fields, shown };
}

/** The authorization code in a recorded install hook. */
export function codeInHook(hook: Received | undefined): string {
  return decodeURIComponent(/[?&]code=([^&]+)/.exec(hook?.url ?? '')?.[1] ?? '');
}

/** Every value in every table of the database, as text. */
export async function allStoredText({ platform }: WidgetFixture): Promise<string> {
  const { pool } = platform.world;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    parts.push(name, ...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}
