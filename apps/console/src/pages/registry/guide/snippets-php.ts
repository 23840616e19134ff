import { codeString } from './quote.ts';
import type { SnippetValues } from './snippet-values.ts';

/**
 * The guide’s code for amoCRM's PHP library, by step. The library needs the host with its port, for tokens and API, and
 * `http://` on a platform without TLS.
 */
export function phpSnippets(filled: SnippetValues) {
  const { protocol, host } = new URL(filled.apiUrl);
  const plain = protocol === 'http:' ? `$apiClient->getOAuthClient()->setProtocol('http://');\n` : '';
  return {
    prepare: {
      file: 'client.php',
      run: 'composer require amocrm/amocrm-api-library',
      text: `<?php
use AmoCRM\\Client\\AmoCRMApiClient;

require 'vendor/autoload.php';

$apiClient = new AmoCRMApiClient(
    ${codeString(filled.clientId)},
    ${codeString(filled.clientSecret)},
    ${codeString(filled.redirectUri)}
);
$apiClient->setAccountBaseDomain(${codeString(host)});
${plain}`,
    },
    exchange: {
      file: 'exchange.php',
      run: 'php exchange.php',
      text: `<?php
require 'client.php';

$accessToken = $apiClient->getOAuthClient()->getAccessTokenByCode(${codeString(filled.code)});
file_put_contents('tokens.json', json_encode($accessToken));
print_r($accessToken->jsonSerialize());
`,
    },
    call: {
      file: 'call.php',
      run: 'php call.php',
      text: `<?php
use League\\OAuth2\\Client\\Token\\AccessToken;

require 'client.php';

$apiClient->setAccessToken(new AccessToken(json_decode(file_get_contents('tokens.json'), true)));
print_r($apiClient->account()->getCurrent()->toArray());
`,
    },
    refresh: {
      file: 'refresh.php',
      run: 'php refresh.php',
      text: `<?php
use League\\OAuth2\\Client\\Token\\AccessToken;

require 'client.php';

$accessToken = new AccessToken(json_decode(file_get_contents('tokens.json'), true));
$accessToken = $apiClient->getOAuthClient()->getAccessTokenByRefreshToken($accessToken);
file_put_contents('tokens.json', json_encode($accessToken));
print_r($accessToken->jsonSerialize());
`,
    },
  };
}
