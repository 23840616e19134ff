/** A generic OAuth 2.0 client that knows nothing of amoCRM: `oauth4webapi` without discovery. Prints its results. */
import * as oauth from 'oauth4webapi';

const { domain, client_id, client_secret, redirect_uri, redirect, state, verifier, dead } = JSON.parse(
  process.env['INTEGRATION'],
);
const server = {
  issuer: 'https://www.amocrm.ru',
  authorization_endpoint: 'https://www.amocrm.ru/oauth',
  token_endpoint: `https://${domain}/oauth2/access_token`,
};
const client = { client_id };
const failed = (error) => ({
  name: error.constructor.name,
  error: error.error,
  status: error.status,
  description: error.error_description,
  scheme: error.cause?.[0]?.scheme,
});

/** Both ways in which a confidential client authenticates: secret in the body, and HTTP Basic. */
const authentications = { post: oauth.ClientSecretPost(client_secret), basic: oauth.ClientSecretBasic(client_secret) };
const parameters = oauth.validateAuthResponse(server, client, new URL(redirect), state);
const exchange = async (codeVerifier) =>
  oauth.processAuthorizationCodeResponse(
    server,
    client,
    await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentications.basic,
      parameters,
      redirect_uri,
      codeVerifier,
    ),
  );

const wrongVerifier = await exchange(oauth.generateRandomCodeVerifier()).catch(failed);
const tokens = await exchange(verifier);
const again = await exchange(verifier).catch(failed);
const refresh = async (refreshToken, authentication) =>
  oauth.processRefreshTokenResponse(
    server,
    client,
    await oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken),
  );
const refreshed = await refresh(tokens.refresh_token, authentications.post);
const wrongSecret = await refresh(refreshed.refresh_token, oauth.ClientSecretPost('wrong')).catch(failed);
const refusals = [];
for (const token of dead) refusals.push(await refresh(token, authentications.post).catch(failed));
const read = (token) => oauth.protectedResourceRequest(token, 'GET', new URL(`https://${domain}/api/v4/account`));
const account = await (await read(refreshed.access_token)).json();
const refused = await read('not-a-token').catch(failed);

console.log(JSON.stringify({ wrongVerifier, tokens, again, refreshed, wrongSecret, refusals, account, refused }));
