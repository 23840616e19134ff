import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { mailsTo, mailLinkTo } from '../../harness/mails.ts';
import { anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let account: Awaited<ReturnType<typeof anAccount>>;
let admin: ApiCaller;
let second: ApiCaller;
let email: string;
let drawn = 0;
beforeAll(async () => {
  platform = await openPlatform();
  account = await anAccount(platform, 'demo', true);
  admin = await apiCaller(platform, account.admin);
  second = await apiCaller(platform, await aUser(platform, 'second@demo.test', { demo: 'admin' }));
});
afterAll(async () => platform.close());
beforeEach(() => void (email = `guest${++drawn}@demo.test`));

interface Sent {
  readonly invitation_id: string;
  readonly email: string;
  readonly link: string | null;
}
const all = () => `/accounts/${account.id}/invitations`;
async function invite(role = 'member'): Promise<string> {
  const sent = await admin('POST', all(), { email, role, name: 'Guest' });
  return sent.json<Sent>().invitation_id;
}
const renew = (id: string, by: string, caller = admin) => caller('POST', `${all()}/${id}/renewal`, { by });
const listed = async (caller = admin) =>
  (await caller('GET', all()))
    .json<{ invitations: { invitation_id: string; email: string; role: string; own: boolean; expires_at: number }[] }>()
    .invitations.filter((one) => one.email === email);
const opens = async (path: string) => (await aVisitor(platform).get(path)).statusCode;

describe('POST …/invitations/{invitation_id}/renewal', () => {
  test('201 for renewing an invitation by mail: a new mail with the same rights for 14 days; 410 for the old link', async () => {
    const id = await invite('admin');
    const before = await mailLinkTo(platform, email);
    platform.clock.advance(86_400_000);
    const renewed = await renew(id, 'letter');
    expect([renewed.statusCode, renewed.json()]).toEqual([
      201,
      { invitation_id: expect.any(String), email, link: null },
    ]);
    const after = await mailLinkTo(platform, email);
    expect(after).not.toBe(before);
    expect([await opens(before), await opens(after)]).toEqual([410, 200]);
    const [one, ...more] = await listed();
    expect(more).toEqual([]);
    expect(one).toMatchObject({ role: 'admin', own: true });
    const days = ((one?.expires_at ?? 0) - platform.clock.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(13.99);
  });

  test('201 for renewing an invitation as a link: the link works, no mail is sent, and no list or log contains it', async () => {
    const id = await invite();
    const before = await mailLinkTo(platform, email);
    const { link } = (await renew(id, 'link')).json<Sent>();
    expect(link).toMatch(/^https:\/\/pristan\.test\/invitations\/[\w-]{43}$/);
    expect([await opens(before), await opens(new URL(link ?? '').pathname)]).toEqual([410, 200]);
    expect(await mailsTo(platform, email)).toEqual([]);
    const token = link?.split('/').at(-1) ?? '';
    expect(JSON.stringify(await listed())).not.toContain(token);
    expect((await admin('GET', `/accounts/${account.id}/activity`)).body).not.toContain(token);
  });

  test('409 for renewing an invitation that somebody else sent; it stays valid', async () => {
    const id = await invite();
    const refused = await renew(id, 'link', second);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, 'already_invited']);
    expect((await listed(second)).map(({ invitation_id, own }) => [invitation_id, own])).toEqual([[id, false]]);
    expect(await opens(await mailLinkTo(platform, email))).toBe(200);
  });

  test('404 for renewing a withdrawn invitation, 403 for a member, 400 for an unknown way of sending', async () => {
    const id = await invite();
    const member = await apiCaller(platform, account.member);
    expect((await renew(id, 'link', member)).statusCode).toBe(403);
    expect((await renew(id, 'pigeon')).statusCode).toBe(400);
    await admin('DELETE', `${all()}/${id}`);
    expect((await renew(id, 'link')).statusCode).toBe(404);
  });
});

test('the list of members counts active admins; 409 for demoting the last one', async () => {
  const lone = await anAccount(platform, 'lone', true);
  const path = `/accounts/${lone.id}/members`;
  const caller = await apiCaller(platform, lone.admin);
  expect((await caller('GET', path)).json()).toMatchObject({ total: 2, admins: 1 });
  const refused = await caller('PATCH', `${path}/${lone.admin.id}`, { role: 'member' });
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, 'last_admin']);
  await caller('PATCH', `${path}/${lone.member?.id}`, { role: 'admin' });
  expect((await caller('GET', path)).json()).toMatchObject({ total: 2, admins: 2 });
});
