import { createSite } from './site.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Set ${name}.`);
  return value;
};

createSite({
  platformUrl: setting('PRISTAN_URL'),
  baseDomain: setting('PRISTAN_BASE_DOMAIN'),
  clientId: setting('CLIENT_ID'),
  clientSecret: setting('CLIENT_SECRET'),
  redirectUri: `${setting('SHOP_SITE')}/callback`,
}).listen(Number(setting('SHOP_PORT')), '127.0.0.1', () => {
  // A message tells the process that started this site, which may be waiting to print its URL, that the site listens.
  process.send?.('ready');
  if (process.connected) process.disconnect();
});

// Normally the platform that started this site stops it; if the platform died, the site ends itself.
const platform = process.ppid;
setInterval(() => {
  if (process.ppid !== platform) process.exit(0);
}, 1000).unref();
