/** An integrator's program with `amocrm-js`. Prints its results. */
import amocrm from 'amocrm-js';

const { domain, client_id, client_secret, redirect_uri, code } = JSON.parse(process.env['INTEGRATION']);
const open = (auth) => new amocrm.Client({ domain, auth: { client_id, client_secret, redirect_uri, ...auth } });
const client = open({ code });

const account = await client.request.get('/api/v4/account', { with: 'users_groups,version' });
const first = client.token.getValue();
await client.token.refresh();
const second = client.token.getValue();
const users = await client.request.get('/api/v4/users', { limit: 10 });

// A process started later has only the stored token.
const later = open({ code: 'not used' });
later.token.setValue({ ...second, expires_at: Date.now() - 1_000 });
const afterExpiry = await later.request.get('/api/v4/account');

// An authorization code can be used only once.
const again = await open({ code })
  .connection.connect()
  .then(
    () => 'connected',
    (error) => ({ name: error.constructor.name, data: error.apiResponse?.data ?? error.data }),
  );

console.log(
  JSON.stringify({
    status: account.response.statusCode,
    account: account.data,
    users: users.data,
    first,
    second,
    expiresInSeconds: Math.round((client.token.expiresAt.getTime() - Date.now()) / 1000),
    afterExpiry: {
      status: afterExpiry.response.statusCode,
      id: afterExpiry.data.id,
      refreshed: later.token.getValue().refresh_token,
    },
    again,
  }),
);
