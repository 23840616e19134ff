import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import type { Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';
import type { Keys, Stand } from './stand.ts';
import { allAre, connectAndDisable, deliveriesWhen, deliveryOf, integrationWith, openStand } from './stand.ts';

let stand: Stand;
let there: Receiver;
let admin: Visitor;
let member: Visitor;
beforeAll(async () => {
  stand = await openStand();
  there = await aReceiver({ status: 200, body: '<script>alert(1)</script>' });
  [admin, member] = [aVisitor(stand.platform), aVisitor(stand.platform)];
  await admin.signIn(stand.admin.email);
  await member.signIn('member@demo.test');
});
afterAll(async () => {
  await there.close();
  await stand.close();
});

const logOf = ({ client_id }: Keys) => `/accounts/${stand.accountId}/integrations/${client_id}/deliveries`;

async function delivered(): Promise<Keys> {
  const keys = await integrationWith(stand, `${there.origin}/bye`);
  await connectAndDisable(stand, keys);
  await deliveriesWhen(stand, keys, allAre('delivered'));
  return keys;
}

test('the log lists what was sent and leads to each try, whose answer is shown as text', async () => {
  const keys = await delivered();
  const { deliveryId } = await deliveryOf(stand, keys);
  const list = await admin.get(logOf(keys));
  expect(list.body).toContain(`href="${logOf(keys)}/${deliveryId}"`);
  const one = await admin.get(`${logOf(keys)}/${deliveryId}`);
  expect(one.statusCode).toBe(200);
  expect(one.body).toContain('webhook-signature: v1a,***');
  expect(one.body).toContain('&lt;script>alert(1)&lt;/script>');
  expect(one.body).not.toContain('<script>alert');
});

test('an integration that sent nothing yet says what would be sent', async () => {
  const page = await admin.get(logOf(await integrationWith(stand, undefined)));
  expect(page.body).toContain('Nothing was sent yet.');
});

test('a press sends a finished delivery again, with the id it had', async () => {
  const keys = await delivered();
  const { deliveryId } = await deliveryOf(stand, keys);
  const path = `${logOf(keys)}/${deliveryId}`;
  const before = there.received.length;
  const answer = await admin.post(`${path}/resend`, hiddenFields((await admin.get(path)).body, `${path}/resend`));
  expect([answer.statusCode, answer.headers.location?.split('?')[0]]).toEqual([303, path]);
  await deliveriesWhen(stand, keys, allAre('delivered'));
  const received = await there.got(before + 1);
  expect(received.slice(-2).map(({ headers }) => headers['webhook-id'])).toEqual([deliveryId, deliveryId]);
});

test('a form of another session, or none, sends nothing', async () => {
  const keys = await delivered();
  const { deliveryId } = await deliveryOf(stand, keys);
  const path = `${logOf(keys)}/${deliveryId}`;
  const theirs = aVisitor(stand.platform);
  await theirs.signIn(stand.admin.email);
  const form = hiddenFields((await theirs.get(path)).body, `${path}/resend`);
  const before = there.received.length;
  for (const fields of [form, {}]) expect((await admin.post(`${path}/resend`, fields)).statusCode).toBe(403);
  expect((await deliveryOf(stand, keys)).state).toBe('delivered');
  expect(there.received).toHaveLength(before);
});

test('a member, and whoever asks for another integration’s delivery, finds nothing', async () => {
  const [keys, others] = [await delivered(), await delivered()];
  const { deliveryId } = await deliveryOf(stand, keys);
  const asked: [Visitor, string][] = [
    [member, logOf(keys)],
    [member, `${logOf(keys)}/${deliveryId}`],
    [admin, `${logOf(others)}/${deliveryId}`],
    [admin, `${logOf(keys)}/not-an-id`],
  ];
  for (const [visitor, path] of asked) expect((await visitor.get(path)).statusCode).toBe(404);
  expect((await admin.post(`${logOf(others)}/${deliveryId}/resend`, {})).statusCode).toBe(403);
});
