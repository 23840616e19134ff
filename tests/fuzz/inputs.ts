import fc from 'fast-check';

/** Real ids, a session and tokens, so that the fuzzer's requests pass the first checks. */
export interface KnownIds {
  readonly accountIds: readonly number[];
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly cookie: string;
  readonly publicUrl: string;
  readonly hosts: readonly string[];
}

export interface FuzzedRequest {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer | undefined;
}

const HALVES_FROM = 0xd800;
const HALVES = 0x800;

/** Replaces fast-check's own `binary`, which first enumerates all of Unicode. */
const anyCharacter = fc.nat({ max: 0x10ffff - HALVES }).map(
  (nth) => String.fromCodePoint(nth < HALVES_FROM ? nth : nth + HALVES),
  (text) => {
    const [code, ...more] = Array.from(String(text), (character) => character.codePointAt(0) ?? 0);
    const isHalf = code !== undefined && code >= HALVES_FROM && code < HALVES_FROM + HALVES;
    if (code === undefined || isHalf || more.length > 0) throw new Error('Not one whole character');
    return code < HALVES_FROM ? code : code - HALVES;
  },
);

/** Text that has broken servers: encodings, separators, sizes, markup, invalid numbers. */
const nasty = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: anyCharacter, maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 200 }) },
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '%',
    '%zz',
    '%00',
    '%ff',
    '%C3%28',
    '+',
    '../../etc/passwd',
    '..%2f',
    "'",
    '"',
    '<img onerror=x>',
    '${7*7}',
    '{{7}}',
    'null',
    'undefined',
    'NaN',
    '-1',
    '0',
    '1e309',
    '9007199254740993',
    '99999999999999999999',
    'true',
    '[]',
    '{}',
    '__proto__',
    'constructor',
    'javascript:alert(1)',
    'https://',
    'http://user:pw@host/',
    'https://xn--e1afmkfd.test/',
    '\u202e',
    '\ud800',
    '\r\nSet-Cookie: a=b',
    'a'.repeat(5000),
  ),
);

const names = [
  'client_id',
  'client_secret',
  'grant_type',
  'code',
  'redirect_uri',
  'refresh_token',
  'code_verifier',
  'code_challenge',
  'code_challenge_method',
  'state',
  'mode',
  'origin',
  'response_type',
  'scope',
  'name',
  'description',
  'secrets_uri',
  'logo',
  'scopes[]',
  'request',
  'account_id',
  'press',
  'form',
  'next',
  'username',
  'password',
  'email',
  'role',
  'language',
  'to',
  'session',
  'with',
  'page',
  'limit',
  'done',
  'token',
  'version',
  'summary',
  'button_origins',
  'disconnect_uri',
  'overlap_hours',
  'revoke_now',
  '__proto__',
];

/** A request to one of the routes with the parts that such a route reads. */
export function fuzzedRequest(
  routes: readonly { readonly method: string; readonly url: string }[],
  known: KnownIds,
): fc.Arbitrary<FuzzedRequest> {
  const right = fc.constantFrom<string>(
    known.clientId,
    known.clientSecret,
    known.redirectUri,
    known.accessToken,
    known.refreshToken,
    'authorization_code',
    'refresh_token',
    'popup',
    'post_message',
    'code',
    'S256',
    'crm',
    'en',
    'ru',
    ...known.accountIds.map(String),
  );
  const value = fc.oneof(nasty, right);
  const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), nasty), value), { maxLength: 8 });
  const encoded = pairs.map((all) => all.map(([name, text]) => `${encode(name)}=${encode(text)}`).join('&'));
  const segment = fc.oneof(nasty.map(encode), right.map(encode));
  const json = fc.oneof(
    pairs.map((all) => JSON.stringify(Object.fromEntries(all))),
    fc.json({ maxDepth: 3 }),
    nasty,
  );
  const body = fc.oneof(
    fc.constant(undefined),
    fc.record({ type: fc.constant('application/x-www-form-urlencoded'), text: encoded }),
    fc.record({ type: fc.constant('application/json'), text: json }),
    fc.record({
      type: fc.constantFrom('text/plain', 'multipart/form-data', 'application/json; charset=x', 'x', ''),
      text: nasty,
    }),
  );
  const headers = fc.record(
    {
      authorization: fc.oneof(
        fc.constant(`Bearer ${known.accessToken}`),
        fc.constant(`Basic ${Buffer.from(`${known.clientId}:${known.clientSecret}`).toString('base64')}`),
        headerText.map((text) => `Bearer ${text}`),
        headerText.map((text) => `Basic ${text}`),
      ),
      cookie: fc.oneof(fc.constant(known.cookie), headerText),
      origin: fc.oneof(fc.constant(known.publicUrl), headerText),
      'sec-fetch-site': fc.constantFrom('same-origin', 'cross-site', 'none'),
      'sec-fetch-user': fc.constant('?1'),
      'sec-fetch-mode': fc.constantFrom('navigate', 'cors'),
      'accept-language': headerText,
      'x-context-user-id': fc.oneof(headerText, right),
      'x-refresh-token': fc.oneof(headerText, fc.constant(known.refreshToken)),
      'x-forwarded-host': headerText,
      'if-none-match': headerText,
    },
    { requiredKeys: [] },
  );
  return fc
    .record({
      // The fuzzer picks the address before the method: most routes that only refuse a method share it with a route
      // that answers.
      route: fc
        .constantFrom(...new Set(routes.map(({ url }) => url)))
        .chain((url) => fc.constantFrom(...preferred(routes, url))),
      segments: fc.array(segment, { minLength: 6, maxLength: 6 }),
      slashes: fc.constantFrom('', '', '', '/'),
      query: fc.oneof(encoded, nasty.map(escapeLine), fc.constant('')),
      host: fc.constantFrom(...known.hosts),
      headers,
      body,
      raw: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined, freq: 12 }),
    })
    .map(({ route, segments, slashes, query, host, headers: chosen, body: sent, raw }) => {
      let next = 0;
      const path = route.url.replace(/:[A-Za-z_]+|\*/g, () => segments[next++ % segments.length] ?? 'x');
      const payload = raw === undefined ? (sent === undefined ? undefined : Buffer.from(sent.text)) : Buffer.from(raw);
      return {
        method: route.method,
        url: `${slashes}${path}${query === '' ? '' : `?${query}`}`,
        host,
        headers: { ...chosen, ...(sent === undefined || sent.type === '' ? {} : { 'content-type': sent.type }) },
        payload: route.method === 'GET' || route.method === 'HEAD' ? undefined : payload,
      };
    });
}

/** Methods to try at an address; those that answer come three times as often as those refused with 405. */
function preferred(routes: readonly { readonly method: string; readonly url: string }[], url: string) {
  const all = routes.filter((route) => route.url === url);
  const answering = all.filter(({ method }) => ['GET', 'POST'].includes(method));
  return [...all, ...answering, ...answering];
}

/** Text valid in a header; Node's parser refuses any other header before this server sees it. */
const headerText = fc.string({ maxLength: 80 }).map((text) => text.replace(/[^\x20-\x7e]/g, '?').trim());

function encode(text: string): string {
  // A lone surrogate cannot be encoded; a browser sends U+FFFD for it.
  return encodeURIComponent(
    text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'),
  );
}

/** Raw text in an address, as far as a request line allows. */
function escapeLine(text: string): string {
  return text
    .replace(/[^\x21-\x7e]/g, (character) => `%${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`)
    .replaceAll('#', '');
}
