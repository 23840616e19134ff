import { shellWord } from './quote.ts';
import type { Filled } from './filled.ts';

/** For a POSIX shell. */
export function curl(filled: Filled) {
  const token = `curl -sS ${shellWord(filled.tokenUrl)}`;
  return {
    exchange: {
      text: `${token} \\
  -H 'Content-Type: application/json' \\
  -d ${shellWord(body({ ...client(filled, 'authorization_code'), code: filled.code }))} | tee tokens.json`,
    },
    call: {
      text: `ACCESS_TOKEN=$(${read('access_token')})
curl -sS ${shellWord(`${filled.apiUrl}/api/v4/account`)} \\
  -H "Authorization: Bearer $ACCESS_TOKEN"`,
    },
    refresh: {
      text: `REFRESH_TOKEN=$(${read('refresh_token')})
${token} \\
  -H 'Content-Type: application/json' \\
  -d ${shellWord(body({ ...client(filled, 'refresh_token'), refresh_token: slot })).replace(slot, `'"$REFRESH_TOKEN"'`)} | tee refreshed.json`,
    },
  };
}

const slot = '<refresh token>';

function client(filled: Filled, grant: string) {
  const { clientId, clientSecret, redirectUri } = filled;
  return { grant_type: grant, client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri };
}

function body(fields: Readonly<Record<string, string>>): string {
  return JSON.stringify(fields, undefined, 2);
}

function read(member: string): string {
  return String.raw`sed -E 's/.*"${member}":"([^"]+)".*/\1/' tokens.json`;
}
