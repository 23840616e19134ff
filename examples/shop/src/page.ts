import type { ReceivedHook } from './received-hooks.ts';
import type { Kiosk } from './kiosk.ts';
import type { Keys } from './platform.ts';

/** Escapes a text for HTML. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 3rem auto; padding: 0 1.25rem; }
  h1 { font-size: 1.75rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
  .row { display: flex; gap: 1rem; flex-wrap: wrap; align-items: center; margin: 1rem 0; }
  pre { overflow: auto; padding: 1rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 8px; }
  button.plain { font: inherit; padding: .5rem 1rem; }
  .bad { color: #b5430f; }
  table { border-collapse: collapse; } th, td { text-align: left; padding: .25rem 1rem .25rem 0; }
`;

/** A page of the shop. The nonce allows the page's own script and the button's script. */
export function layout(title: string, nonce: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style nonce="${nonce}">${style}</style></head><body>${body}</body></html>`;
}

/** Data that the first page shows besides its buttons. */
export interface HomePageData {
  readonly state: string;
  readonly kiosk: Pick<Kiosk, 'redirectUri' | 'secretsUri'>;
  /** Names of accounts that installed the shop from the platform, by account id. */
  readonly installed: ReadonlyMap<number, string>;
  readonly heard: readonly ReceivedHook[];
}

const taken: Partial<Record<ReceivedHook['verdict'], string>> = { good: 'yes', test: 'yes: a test, nothing was done' };

const words = { keys: 'Keys of a new integration', install: 'A widget was installed', disconnect: 'Disconnected' };

/** The first page: the connect button in both modes, the button that creates an integration, and the received hooks. */
export function homePage(keys: Keys, nonce: string, { state, kiosk, installed, heard }: HomePageData): string {
  const button = (mode: 'popup' | 'post_message', color: string): string =>
    `<script class="pristan_oauth" charset="utf-8" nonce="${nonce}" src="${escape(keys.platformUrl)}/auth/button.min.js"
      data-client-id="${escape(keys.clientId)}" data-title="Connect Gull Shop" data-mode="${mode}" data-color="${color}"
      data-state="${state}" data-error-callback="shop.refused"></script>`;
  return layout(
    'Gull Shop',
    nonce,
    `<h1>Gull Shop</h1>
<p>An example of somebody else's site. Connect it to an account of the platform: it reads the account's name with the token it gets.</p>
<h2>Popup: the window closes, this page goes on</h2><div class="row" id="popup">${button('popup', 'default')}</div>
<h2>Post message: the window itself comes back here, this page closes it</h2><div class="row" id="post-message">${button('post_message', 'violet')}</div>
<h2>A plain link, without any script</h2><p><a href="${escape(keys.platformUrl)}/oauth?client_id=${escape(keys.clientId)}&amp;state=${state}">Connect in this window</a></p>
<h2>A button without an integration: one is made for you</h2>
<p>Nothing was registered for Gull Kiosk. Every Allow creates an integration of its own in your account; its keys come to this site before you do.</p>
<div class="row" id="kiosk"><script class="pristan_oauth" charset="utf-8" nonce="${nonce}" src="${escape(keys.platformUrl)}/auth/button.min.js"
  data-title="Connect Gull Kiosk" data-mode="post_message" data-color="orange" data-state="${state}" data-error-callback="shop.refused"
  data-name="Gull Kiosk" data-description="The kiosk reads the name of your account and nothing else." data-scopes="crm"
  data-redirect_uri="${escape(kiosk.redirectUri)}" data-secrets_uri="${escape(kiosk.secretsUri)}" data-logo="${escape(new URL('/kiosk.png', kiosk.secretsUri).href)}"></script></div>
<p id="note" class="bad" role="status"></p>
<h2>Connected from the platform’s side</h2>
<p>${installed.size === 0 ? 'Nobody yet: open the account Причал on the platform, and install the widget of Gull Shop.' : [...installed].map(([id, name]) => `${escape(name)} (${id})`).join(', ')}</p>
<h2>What the platform told this site</h2>
${heard.length === 0 ? '<p>Nothing yet.</p>' : `<table><thead><tr><th>When</th><th>What</th><th>About</th><th>Taken?</th></tr></thead><tbody>${heard.map((one) => `<tr><td>${one.at.toISOString().slice(11, 19)}</td><td>${words[one.what]}</td><td>${escape(one.about)}</td><td>${taken[one.verdict] ?? `no: ${one.verdict}`}</td></tr>`).join('')}</tbody></table>`}
<script nonce="${nonce}">
  window.shop = { refused: function (answer) { document.getElementById('note').textContent = 'Access was refused: ' + answer.error + '.'; } };
  window.addEventListener('message', function (event) {
    if (event.origin === location.origin && event.data && event.data.connected === true) { event.source.close(); location.assign('/connected'); }
  });
</script>`,
  );
}

/** The page that a visitor sees after connecting. */
export function connectedPage(
  nonce: string,
  known: { account: { name: string; subdomain: string; id: number }; claims: unknown; refreshes: number },
): string {
  return layout(
    'Connected',
    nonce,
    `<h1>Connected to ${escape(known.account.name)}</h1>
<p>The account's name was read with the access token: <strong>${escape(known.account.name)}</strong> (${escape(known.account.subdomain)}, ${known.account.id}).</p>
<form method="post" action="/refresh"><button class="plain">Refresh the tokens</button> <span>Refreshed ${known.refreshes} times.</span></form>
<h2>Claims of the access token</h2><pre>${escape(JSON.stringify(known.claims, null, 2))}</pre>
<p><a href="/">Back to the shop</a></p>
<script nonce="${nonce}">
  // In post_message mode this page is in the popup: the page that opened it takes over.
  if (window.opener && window.opener !== window) window.opener.postMessage({ connected: true }, location.origin);
</script>`,
  );
}

export function problemPage(nonce: string, title: string, text: string): string {
  return layout(
    title,
    nonce,
    `<h1>${escape(title)}</h1><pre>${escape(text)}</pre><p><a href="/">Back to the shop</a></p>`,
  );
}
