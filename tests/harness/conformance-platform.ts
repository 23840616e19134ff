import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hiddenFields } from './browser-session.ts';
import { asUrl, freshDatabase } from './database.ts';
import { password } from './fixtures.ts';
import { freePort } from './free-port.mjs';
import { command } from './node-process.ts';
import { startServer } from './server-process.ts';
import { asksForNothing, widgetZip } from './widget.ts';

/** A server in its own process, filled by commands as its operator would, with the settings of tests/conformance. */
export interface ConformancePlatform {
  readonly settings: object;
  close(): Promise<void>;
}

const clock = join(import.meta.dirname, 'movable-clock.mjs');
const mover = join(import.meta.dirname, 'move-clock.mjs');

export async function openConformancePlatform(): Promise<ConformancePlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'pristan-conformance-'));
  const [port, receiverPort, clockPort] = [await freePort(), await freePort(), await freePort()];
  const variables = {
    NODE_ENV: 'development',
    PRISTAN_DATABASE_URL: asUrl(await freshDatabase()),
    PRISTAN_DATA_DIR: folder,
    PRISTAN_PORT: String(port),
    PRISTAN_HOOK_ALLOW: '127.0.0.0/8',
  };
  const url = `http://localhost:${port}`;
  const receiver = `http://127.0.0.1:${receiverPort}`;
  const server = await startServer({ ...variables, MOVABLE_CLOCK_PORT: String(clockPort) }, [
    `--import=${clock}`,
    'apps/server/dist/main.js',
    'serve',
  ]);
  const run = async <Result>(name: string, options: Readonly<Record<string, string | true>>): Promise<Result> => {
    const words = Object.entries(options).flatMap(([option, value]) =>
      value === true ? [`--${option}`] : [`--${option}`, value],
    );
    return command<Result>(variables, ...name.split(' '), ...words);
  };
  const account = async (subdomain: string) => {
    const made = await run<{ id: number; domain: string }>('account create', {
      subdomain,
      name: `Account ${subdomain}`,
    });
    return { id: made.id, host: made.domain };
  };
  const user = async (email: string, ...roles: readonly [account: string, role: string][]) => {
    await run('user create', { email, password, name: email, language: 'en' });
    for (const [where, role] of roles) await run('member add', { account: where, email, role });
    return { email, password };
  };
  const integration = async (name: string, redirectUri: string, more: Readonly<Record<string, string | true>> = {}) => {
    const keys = await run<{ client_id: string; client_secret: string }>('integration create', {
      account: 'north',
      name,
      'redirect-uri': redirectUri,
      scope: 'crm',
      ...more,
    });
    return { clientId: keys.client_id, clientSecret: keys.client_secret, redirectUri };
  };

  const [technicalAccount, otherAccount] = await Promise.all([account('north'), account('south')]);
  const [admin, member, privateIntegration, unmoderatedIntegration, publishedIntegration, widgetIntegration] =
    await Promise.all([
      user('admin@north.test', ['north', 'admin'], ['south', 'admin']),
      user('member@north.test', ['north', 'member']),
      integration('Private', 'https://private.example/callback?shop=1'),
      integration('Unmoderated', 'https://unmoderated.example/callback', { public: true }),
      integration('Published', `${receiver}/callback`, { public: true, 'disconnect-uri': `${receiver}/disconnect` }),
      integration('With a widget', `${receiver}/widget`),
    ]);
  await run('integration publish', { 'client-id': publishedIntegration.clientId });
  await putWidget(url, admin, `/accounts/${technicalAccount.id}/integrations/${widgetIntegration.clientId}`);

  return {
    settings: {
      url,
      platform: 1,
      technicalAccount,
      otherAccount,
      admin,
      member,
      privateIntegration,
      unmoderatedIntegration,
      publishedIntegration,
      widgetIntegration,
      receiver: { host: '127.0.0.1', port: receiverPort, url: receiver },
      moveTimeCommand: `'${process.execPath}' '${mover}' ${clockPort} {seconds}`,
    },
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Uploads a widget and makes it live, as the console does. */
async function putWidget(url: string, login: { email: string; password: string }, path: string): Promise<void> {
  const site = { origin: url, 'sec-fetch-site': 'same-origin' };
  const page = await fetch(`${url}/sign-in`);
  const fields = { ...hiddenFields(await page.text(), '/sign-in'), username: login.email, password: login.password };
  const signedIn = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...site, cookie: cookiesOf(page) },
    body: new URLSearchParams(fields),
  });
  const headers = { ...site, cookie: cookiesOf(signedIn) };
  const put = async (method: string, at: string, type: string, body: BodyInit): Promise<void> => {
    const answer = await fetch(`${url}/api/platform${path}${at}`, {
      method,
      headers: { ...headers, 'content-type': type },
      body,
    });
    if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${await answer.text()}`);
  };
  await put('POST', '/widgets', 'application/zip', new Uint8Array(await widgetZip(asksForNothing)));
  await put('PUT', '/widgets/live', 'application/json', '{"number":1}');
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}
