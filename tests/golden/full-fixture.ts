import type { ApiCaller } from '../harness/api-caller.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { aClone } from '../harness/clones.ts';
import { mailLinkTo } from '../harness/mails.ts';
import type { Integration } from '../harness/fixtures.ts';
import { anIntegration, tokens } from '../harness/fixtures.ts';
import { widgetZip } from '../harness/widget.ts';
import type { GoldenFixture } from './fixture.ts';
import { admin, openGoldenFixture } from './fixture.ts';

/** A golden fixture in which everything that a URL of the platform can name exists. */
export interface FullFixture extends GoldenFixture {
  readonly callAsAdmin: ApiCaller;
  /** A private integration of `demo`, installed there, with a live widget. */
  readonly acme: Integration;
  /** Ids by the names that routes give their parameters. */
  readonly ids: Readonly<Record<'grant' | 'delivery' | 'adoption' | 'invitation' | 'token' | 'notice', string>>;
  /** Links from the mails of an invitation and of a password reset. */
  readonly links: { readonly invitation: string; readonly reset: string };
}

export async function openFullFixture(): Promise<FullFixture> {
  const stand = await openGoldenFixture();
  const { platform, demo, other } = stand;
  const callAsAdmin = await apiCaller(platform, demo.admin);
  const must = async (...call: Parameters<ApiCaller>) => {
    // Entries of equal times would have a random order in lists.
    platform.clock.advance(1_000);
    const answer = await callAsAdmin(...call);
    if (answer.statusCode >= 300) throw new Error(`${call[0]} ${call[1]}: ${answer.body}`);
    return answer.body === '' ? {} : answer.json<Record<string, string>>();
  };
  const acme = await anIntegration(platform, 'demo', { kind: 'private' });
  const own = `/accounts/${demo.id}/integrations/${acme.client_id}`;
  await must('POST', `${own}/widgets`, await widgetZip(), { 'content-type': 'application/zip' });
  await must('PUT', `${own}/widgets/live`, { number: 1 });
  await must('PATCH', own, { version: 1, disconnect_uri: 'https://shop.test/bye' });
  await tokens(platform, acme, admin);
  const expires_at = Math.floor(platform.clock.now() / 1000) + 7 * 86_400;
  const token = (await must('POST', `${own}/tokens`, { name: 'Nightly', expires_at }))['token_id'];
  const delivery = (await must('POST', `${own}/test-deliveries`, { hook: 'disconnect' }))['delivery_id'];
  await platform.world.pool.query("update deliveries set state = 'failed', finished_at = $1", [platform.clock.now()]);

  const published = await anIntegration(platform, 'other', {
    redirectUri: 'https://gulls.test/callback',
    name: 'Gulls',
  });
  await aClone(platform, demo);
  const theirs = await apiCaller(platform, other.admin);
  await theirs('POST', `/accounts/${other.id}/integrations/${published.client_id}/adoption`);
  const first = async (path: string, list: string, id: string) =>
    (await callAsAdmin('GET', path)).json<Record<string, Record<string, string>[]>>()[list]?.[0]?.[id];
  const email = 'invited@demo.test';
  const invitation = (await must('POST', `/accounts/${demo.id}/invitations`, { email, role: 'member' }))[
    'invitation_id'
  ];
  await platform.inject({
    method: 'POST',
    url: '/password-reset',
    payload: `email=${encodeURIComponent(demo.admin.email)}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://pristan.test' },
  });
  const ids = {
    grant: await first(`/accounts/${demo.id}/installations/${acme.client_id}/grants`, 'grants', 'grant_id'),
    adoption: await first(`/accounts/${demo.id}/adoptions`, 'adoptions', 'adoption_id'),
    notice: await first('/notices', 'notices', 'notice_id'),
    delivery,
    invitation,
    token,
  };
  const links = { invitation: await mailLinkTo(platform, email), reset: await mailLinkTo(platform, demo.admin.email) };
  for (const [name, id] of Object.entries(ids)) if (id === undefined) throw new Error(`no ${name}`);
  const places = (): ReturnType<GoldenFixture['places']> => {
    const drawn = stand.places();
    drawn.name(acme.client_id, 'acme');
    for (const [name, id] of Object.entries(ids)) drawn.name(id ?? '', name);
    for (const [name, link] of Object.entries(links)) drawn.name(link.split('/').at(-1) ?? '', `${name} link`);
    return drawn;
  };
  return { ...stand, places, callAsAdmin, acme, ids: ids as FullFixture['ids'], links };
}

/** People who call the platform, by what they are in the account `demo`. */
export function callersOf({ demo, other }: GoldenFixture) {
  return { nobody: undefined, stranger: other.admin, member: demo.member, admin: demo.admin } as const;
}
