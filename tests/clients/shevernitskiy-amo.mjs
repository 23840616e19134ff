/** An integrator's program with `@shevernitskiy/amo`. Prints its results. */
import amoModule from '@shevernitskiy/amo';

const { Amo } = amoModule;
const { domain, client_id, client_secret, redirect_uri, code } = JSON.parse(process.env['INTEGRATION']);
const keys = { client_id, client_secret, redirect_uri };
const kept = [];
const options = { on_token: (token) => kept.push(token) };
// The library's error classes are lost in its own build; their content still identifies them.
const failed = (error) => error.response ?? error.message;

const amo = new Amo(domain, { ...keys, grant_type: 'authorization_code', code }, options);
const account = await amo.account.getAccount({ with: ['amojo_rights', 'version'] });
const users = await amo.user.getUsers({ limit: 10 });
const invited = await amo.user.addUsers([{ name: 'Nina', email: 'nina@shop.test', password: 'ignored' }]);

// A process started later, after the access token has expired.
const later = new Amo(
  domain,
  { ...keys, grant_type: 'refresh_token', ...kept[0], expires_at: Date.now() - 1_000 },
  options,
);
const afterExpiry = await later.account.getAccount();

const again = await new Amo(domain, { ...keys, grant_type: 'authorization_code', code }).account
  .getAccount()
  .catch(failed);
const missing = await amo.user.getUserById(1).catch(failed);

console.log(JSON.stringify({ account, users, invited, kept, afterExpiry: { id: afterExpiry.id }, again, missing }));
