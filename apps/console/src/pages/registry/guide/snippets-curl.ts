import { shellArgument } from './quote.ts';
import type { SnippetValues } from './snippet-values.ts';

/** The guide’s code as curl commands for a POSIX shell, by step. */
export function curlSnippets(filled: SnippetValues) {
  const token = `curl -sS ${shellArgument(filled.tokenUrl)}`;
  return {
    exchange: {
      text: `${token} \\
  -H 'Content-Type: application/json' \\
  -d ${shellArgument(body({ ...client(filled, 'authorization_code'), code: filled.code }))} | tee tokens.json`,
    },
    call: {
      text: `ACCESS_TOKEN=$(${read('access_token')})
curl -sS ${shellArgument(`${filled.apiUrl}/api/v4/account`)} \\
  -H "Authorization: Bearer $ACCESS_TOKEN"`,
    },
    refresh: {
      text: `REFRESH_TOKEN=$(${read('refresh_token')})
${token} \\
  -H 'Content-Type: application/json' \\
  -d ${shellArgument(body({ ...client(filled, 'refresh_token'), refresh_token: slot })).replace(slot, `'"$REFRESH_TOKEN"'`)} | tee refreshed.json`,
    },
  };
}

const slot = '<refresh token>';

function client(filled: SnippetValues, grant: string) {
  const { clientId, clientSecret, redirectUri } = filled;
  return { grant_type: grant, client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri };
}

function body(fields: Readonly<Record<string, string>>): string {
  return JSON.stringify(fields, undefined, 2);
}

function read(member: string): string {
  return String.raw`sed -E 's/.*"${member}":"([^"]+)".*/\1/' tokens.json`;
}
