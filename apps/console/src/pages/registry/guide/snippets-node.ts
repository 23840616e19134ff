import { codeString } from './quote.ts';
import type { SnippetValues } from './snippet-values.ts';

/** The guide’s code as Node modules that use `fetch`, by step. */
export function nodeSnippets(filled: SnippetValues) {
  return {
    exchange: {
      file: 'exchange.mjs',
      run: 'node exchange.mjs',
      text: `import { writeFile } from 'node:fs/promises';

const response = await fetch(${codeString(filled.tokenUrl)}, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    grant_type: 'authorization_code',
${client(filled)}
    code: ${codeString(filled.code)},
  }),
});
const answer = await response.json();
console.log(response.status, answer);
if (response.ok) await writeFile('tokens.json', JSON.stringify(answer));
`,
    },
    call: {
      file: 'call.mjs',
      run: 'node call.mjs',
      text: `import { readFile } from 'node:fs/promises';

const tokens = JSON.parse(await readFile('tokens.json', 'utf8'));
const response = await fetch(${codeString(`${filled.apiUrl}/api/v4/account`)}, {
  headers: { Authorization: \`Bearer \${tokens.access_token}\` },
});
console.log(response.status, await response.json());
`,
    },
    refresh: {
      file: 'refresh.mjs',
      run: 'node refresh.mjs',
      text: `import { readFile, writeFile } from 'node:fs/promises';

const tokens = JSON.parse(await readFile('tokens.json', 'utf8'));
const response = await fetch(${codeString(filled.tokenUrl)}, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    grant_type: 'refresh_token',
${client(filled)}
    refresh_token: tokens.refresh_token,
  }),
});
const answer = await response.json();
console.log(response.status, answer);
if (response.ok) await writeFile('tokens.json', JSON.stringify(answer));
`,
    },
  };
}

function client({ clientId, clientSecret, redirectUri }: SnippetValues): string {
  return `    client_id: ${codeString(clientId)},
    client_secret: ${codeString(clientSecret)},
    redirect_uri: ${codeString(redirectUri)},`;
}
