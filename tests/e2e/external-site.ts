import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SecretsReceiver } from '../harness/secrets-receiver.ts';
import { aSecretsReceiver } from '../harness/secrets-receiver.ts';

/** An integrator's site without an integration: buttons with metadata, a server that accepts keys, a callback. */
export interface ExternalSite {
  readonly origin: string;
  readonly redirectUri: string;
  readonly keys: SecretsReceiver;
  /** Codes that arrived at the callback, each with whether its keys had been accepted before. */
  readonly codes: readonly { readonly clientId: string; readonly code: string; readonly keysWereHere: boolean }[];
  close(): Promise<void>;
}

interface Keys {
  readonly client_id: string;
  readonly client_secret: string;
}

/** Mode of a connect button, which is also the button’s label. */
export type Mode = 'popup' | 'post_message';

/** The `state` of the site’s buttons, which must come back unchanged. */
export const state = 's 1&x=ю';

/**
 * Starts an integrator’s site that has no integration yet.
 *
 * @param options `pull`: the button has a handover challenge, and the callback fetches keys that were not delivered
 */
export async function anExternalSite(platformUrl: string, options: { pull?: boolean } = {}): Promise<ExternalSite> {
  const keys = await aSecretsReceiver();
  const verifier = randomBytes(48).toString('base64url');
  const codes: { clientId: string; code: string; keysWereHere: boolean }[] = [];
  const connected = new Map<string, string>();
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) =>
      send(response, 502, `<h1>Failed</h1><pre>${String(error)}</pre>`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://tern.localhost:${(server.address() as AddressInfo).port}`;
  const redirectUri = `${origin}/callback`;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/') return send(response, 200, homePage());
    if (url.pathname === '/callback') {
      const clientId = await connect(url.searchParams);
      // In post_message mode the callback is in the opened window, and tells its opener.
      const tell = `<script>if (window.opener) opener.postMessage('${clientId}', location.origin);</script>`;
      return send(response, 200, tell + connected.get(clientId));
    }
    return send(response, 200, connected.get(url.searchParams.get('id') ?? '') ?? '<h1>Nothing</h1>');
  }

  async function connect(answer: URLSearchParams): Promise<string> {
    const [code, clientId, secretsCode] = ['code', 'client_id', 'secrets_code'].map((name) => answer.get(name) ?? '');
    if (!code || !clientId || answer.get('state') !== state) throw new Error(`not for this site: ${answer.toString()}`);
    const delivered = keys.accepted
      .map(({ body }) => JSON.parse(body) as Keys)
      .find((one) => one.client_id === clientId);
    codes.push({ clientId, code, keysWereHere: delivered !== undefined });
    const mine = delivered ?? (await post<Keys>('/oauth2/secrets', { secrets_code: secretsCode, verifier }));
    const { client_id, client_secret } = mine;
    const exchange = { grant_type: 'authorization_code', client_id, client_secret, redirect_uri: redirectUri, code };
    const { access_token } = await post<{ access_token: string }>('/oauth2/access_token', exchange);
    const ask = async (path: string) =>
      fetch(platformUrl + path, { headers: { Authorization: `Bearer ${access_token}` } });
    const [account, users] = [await ask('/api/v4/account'), await ask('/api/v4/users')];
    const { name } = (await account.json()) as { name: string };
    connected.set(clientId, `<h1>Connected to ${name}</h1><p>Account ${account.status}, users ${users.status}</p>`);
    return clientId;
  }

  async function post<Answer>(path: string, body: object): Promise<Answer> {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(platformUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  function homePage(): string {
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const button = (mode: Mode): string =>
      `<script class="pristan_oauth" src="${platformUrl}/auth/button.min.js" data-mode="${mode}" data-title="Connect: ${mode}"
        data-name="Tern Mail" data-description="Letters of <b>terns</b>" data-redirect_uri="${redirectUri}"
        data-secrets_uri="${keys.origin}/keys" data-scopes="crm,notifications" data-state="${state.replace('&', '&amp;')}"
        ${options.pull === true ? `data-handover-challenge="${challenge}"` : ''}></script>`;
    return `<h1>Tern Mail</h1>${button('popup')}${button('post_message')}<script>
      addEventListener('message', function (event) {
        if (event.origin !== location.origin) return;
        event.source.close();
        location.assign('/connected?id=' + event.data);
      });</script>`;
  }

  return {
    origin,
    redirectUri,
    keys,
    codes,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await keys.close();
    },
  };
}

function send(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' })
    .end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Tern Mail</title><body>${body}</body></html>`);
}
