/**
 * The work that no server on this machine can avoid, each part alone, in a process like a peer's: a bare `node:http` server,
 * a bare Fastify route, signatures, and transactions of one statement.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { sign } from 'node:crypto';
import fastify from 'fastify';
import { answer, drawKeys, openPool } from './host.mjs';

/** As many bytes as an access token has before its signature. */
const SIGNED = Buffer.alloc(700, 'a');
const IN_FLIGHT = 10;
/** As large as the answer of a token endpoint. */
const tokens = {
  token_type: 'Bearer',
  expires_in: 86_400,
  access_token: 'a'.repeat(720),
  refresh_token: 'r'.repeat(95),
};
const ports = { http: await listenBare(), fastify: await listenFastify() };
const pool = openPool();
await pool.query(
  'create table limit_rows (id integer primary key, generation integer not null) with (fillfactor = 70)',
);
await pool.query('insert into limit_rows select n, 0 from generate_series(1, $1::integer) n', [IN_FLIGHT]);

answer(async ({ work, seconds }) => ({
  done: work === 'signatures' ? signUntil(seconds) : await updateUntil(seconds),
}));
process.send({ ports });

async function listenBare() {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      new URLSearchParams(body);
      const text = JSON.stringify(tokens);
      const length = Buffer.byteLength(text);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).end(text);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

async function listenFastify() {
  const app = fastify();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(body));
  });
  app.post('/token', async () => tokens);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return app.server.address().port;
}

/** @returns {number} signatures that were made */
function signUntil(seconds) {
  const key = { key: drawKeys().privateKey, dsaEncoding: 'ieee-p1363' };
  const endsAt = performance.now() + seconds * 1000;
  let done = 0;
  for (; performance.now() < endsAt; done += 1) sign('sha256', SIGNED, key);
  return done;
}

/** Updates rows under a condition, each connection its own. @returns {Promise<number>} rows that were updated */
async function updateUntil(seconds) {
  const endsAt = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async (_, index) => {
      const id = index + 1;
      const { rows } = await pool.query('select generation from limit_rows where id = $1', [id]);
      for (let generation = rows[0].generation; performance.now() < endsAt; generation += 1) {
        const { rowCount } = await pool.query({
          name: 'update',
          text: 'update limit_rows set generation = generation + 1 where id = $1 and generation = $2',
          values: [id, generation],
        });
        done += rowCount;
      }
    }),
  );
  return done;
}
