import { apiCaller } from '../harness/api-caller.ts';
import { anAccount, anIntegration, aUser, tokens } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { aReceiver } from '../harness/receiver.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';

/** Creates an account with an admin, and returns functions that create what its console pages show. */
export async function consoleFixture(platform: Platform) {
  const there = await aReceiver(200);
  const berth = await anAccount(platform, 'berth');
  const call = await apiCaller(platform, berth.admin);
  let drawn = 0;

  /**
   * Calls the API as the account’s admin.
   *
   * @throws Error for any status from 300
   */
  async function asked(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown, type?: string) {
    const response = await call(method, path, body, type === undefined ? {} : { 'content-type': type });
    if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${response.body}`);
    return response.json<Record<string, string>>();
  }
  async function own(kind: 'private' | 'published' = 'private', redirectUri = `${there.origin}/callback`) {
    const keys = await anIntegration(platform, 'berth', { kind, redirectUri, name: `Gulls ${(drawn += 1)}` });
    return { ...keys, path: `/accounts/${berth.id}/integrations/${keys.client_id}` };
  }
  const page =
    (section = '') =>
    async () =>
      `${(await own()).path}${section}`;
  const versionOf = async (path: string) => (await asked('GET', path))['version'];
  async function withWidget(isLive: boolean) {
    const one = await own();
    await asked('POST', `${one.path}/widgets`, await widgetZip(asksForNothing), 'application/zip');
    if (isLive) await asked('PUT', `${one.path}/widgets/live`, { number: 1 });
    return one;
  }
  async function withTokens(one: Awaited<ReturnType<typeof own>>) {
    await tokens(platform, one, { account: 'berth', email: berth.admin.email });
    return one;
  }
  async function aColleague(name: string) {
    const { id } = await aUser(platform, `${name}@berth.test`, { berth: 'member' });
    return { path: `/accounts/${berth.id}/people`, member: `/accounts/${berth.id}/members/${id}` };
  }

  return {
    berth,
    there,
    asked,
    own,
    page,
    versionOf,
    withWidget,
    withTokens,
    aColleague,
    lastName: () => `Gulls ${drawn}`,
  };
}
