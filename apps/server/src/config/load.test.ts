import { describe, expect, test } from 'vitest';
import { ConfigProblems, loadConfig } from './load.ts';

const development = { NODE_ENV: 'development' } as const;

describe('public URL', () => {
  test.each([
    'http://localhost:4400',
    'http://pristan.localhost',
    'http://a.b.localhost:8080',
    'http://127.0.0.1:4400',
    'http://127.255.255.254',
    'http://[::1]:4400',
  ])('the public URL may be %s on plain http, and a development server at this URL is local', (url) => {
    expect(loadConfig({ PRISTAN_PUBLIC_URL: url }).local).toBe(false);
    expect(loadConfig({ ...development, PRISTAN_PUBLIC_URL: url }).local).toBe(true);
  });

  test.each([
    'http://127.anything.example',
    'http://127.0.0.1.shop.example',
    'http://127.0.0',
    'http://127.1',
    'http://0x7f.1',
    'http://0x7f.0.0.1',
    'http://0177.0.0.1',
    'http://2130706433',
    'http://localhost.',
    'http://LOCALHOST',
    'http://notlocalhost',
    'http://localhost.example',
    'http://.localhost',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[::]',
    'http://0.0.0.0',
    'http://128.0.0.1',
    'http://10.127.0.0.1',
  ])('a public URL such as %s is refused, in development and in production', (url) => {
    for (const variables of [{}, development])
      expect(() => loadConfig({ ...variables, PRISTAN_PUBLIC_URL: url })).toThrow('PRISTAN_PUBLIC_URL: expected');
  });

  test.each([
    'https://pristan.example',
    'https://127.anything.example',
    'https://localhost.example',
    'https://10.0.0.1',
  ])('the public URL may be %s, and a development server at this URL is not local', (url) => {
    expect(loadConfig({ ...development, PRISTAN_PUBLIC_URL: url })).toMatchObject({ development: true, local: false });
  });
});

describe('address to listen on', () => {
  test.each(['127.0.0.1', '127.5.6.7', '::1', 'localhost', 'pristan.localhost'])(
    'a development server may listen on %s',
    (host) => {
      expect(loadConfig({ ...development, PRISTAN_HOST: host }).host).toBe(host);
    },
  );

  test.each([
    '0.0.0.0',
    '::',
    '0',
    '*',
    '127.1',
    '127.anything.example',
    '::ffff:127.0.0.1',
    '10.0.0.5',
    'pristan.example',
  ])('a development server does not listen on %s, and the error says what to do', (host) => {
    const start = () => loadConfig({ ...development, PRISTAN_HOST: host });
    expect(start).toThrow(ConfigProblems);
    expect(start).toThrow(/^PRISTAN_HOST: expected 127\.0\.0\.1, ::1 or localhost, .*NODE_ENV=production$/);
    expect(loadConfig({ PRISTAN_HOST: host }).host).toBe(host);
  });
});

describe('server URL in a setting', () => {
  test.each([
    'postgresql://ann@localhost/pristan',
    'postgres://ann:p%40ss@[::1]:5432/pristan?sslmode=require',
    'postgresql://ann@/pristan?host=/run/postgresql',
    'postgresql:///pristan',
  ])('the database URL may be %s', (url) => {
    expect(loadConfig({ ...development, PRISTAN_DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  test.each([
    'mysql://u:hidden@localhost/x',
    'postgresql://u:hidden@[::x/x',
    'postgresql://u:hidden@localhost:99999/x',
    'postgresql://u:hid/den@localhost/x',
    'localhost',
  ])('the database URL %s is refused, in a sentence that does not repeat it', (url) => {
    const load = () => loadConfig({ ...development, PRISTAN_DATABASE_URL: url });
    expect(load).toThrow('PRISTAN_DATABASE_URL: expected a URL such as postgresql://');
    expect(load).not.toThrow(/hid/);
  });

  test.each([
    'smtp://127.0.0.1:1',
    'smtps://u:p%40ss@mail.example:465',
    'smtp://mail.example?from=no-reply@mail.example',
  ])('the mail server’s URL may be %s', (url) => {
    expect(loadConfig({ ...development, PRISTAN_SMTP_URL: url }).smtpUrl).toBe(url);
  });

  test.each([
    'http://mail.example',
    'smtp://',
    'smtp://mail.example:99999',
    'smtp://u:p%zz@mail.example',
    'smtp://mail.example?from=nobody',
  ])('the mail server’s URL %s is refused', (url) => {
    expect(() => loadConfig({ ...development, PRISTAN_SMTP_URL: url })).toThrow(
      'PRISTAN_SMTP_URL: expected a URL such as smtp://user:password@host:587',
    );
  });
});
