/**
 * `npm run test:services`: the suites that need the database, some with several nodes, on this machine's PostgreSQL or
 * the one in PRISTAN_TEST_DATABASE_URL, whose role must be able to create databases; and the browser journeys in
 * Firefox and WebKit, which are installed if missing and permitted.
 */
import { connect } from 'node:net';
import { firefoxPath } from '../browser/firefox.mjs';
import { pgbouncerPath } from '../harness/pgbouncer.mjs';
import { webkitPaths } from '../browser/webkit.mjs';
import { buildStale } from '../../tools/build.mjs';
import { installIfStale, root, run } from '../../tools/install.mjs';

const usual = [
  'postgresql://postgres@127.0.0.1:5432/postgres',
  'postgresql://postgres@localhost/postgres?host=/var/run/postgresql',
];

const otherBrowsers = 'tests/services';
const reachingTheDatabase = ['packages/store', 'tests/integration', 'tests/faults/two-nodes', 'tests/smoke'];

await installIfStale(root, 'packages');
process.env.PRISTAN_TEST_DATABASE_URL = await reachable();
const suites = process.argv.length > 2 ? process.argv.slice(2) : [otherBrowsers, ...reachingTheDatabase];
if (suites.some((name) => name.startsWith(otherBrowsers))) await browsers();
if (suites.some((name) => name.startsWith(otherBrowsers))) await pooler();
await buildStale();
process.exitCode = await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...suites]);

/** Finds PgBouncer; without it the tests of a pooler report that they are skipped. */
async function pooler() {
  const program = await pgbouncerPath();
  if (program !== undefined) process.env.PRISTAN_PGBOUNCER = program;
}

/** Finds Firefox and WebKit before anything else, so that a machine that can't have them says so at once. */
async function browsers() {
  try {
    process.env.PRISTAN_FIREFOX = await firefoxPath();
    await webkitPaths();
  } catch (error) {
    process.stderr.write(error.message);
    process.exit(1);
  }
}

async function reachable() {
  const named = process.env.PRISTAN_TEST_DATABASE_URL;
  const tried = [];
  for (const url of named ? [named] : usual) {
    const problem = await problemOf(url);
    if (problem === undefined) return url;
    tried.push(`  ${url}: ${problem}`);
  }
  process.stderr.write(
    `No PostgreSQL answers:\n${tried.join('\n')}\nStart one, or name it: PRISTAN_TEST_DATABASE_URL=… npm run test:services\n`,
  );
  return process.exit(1);
}

/**
 * Says why nothing listens at the database’s URL; whether it is PostgreSQL and accepts the role, the suites find out.
 */
function problemOf(url) {
  const { hostname, port, searchParams } = new URL(url);
  const folder = searchParams.get('host');
  const address = folder
    ? { path: `${folder}/.s.PGSQL.${port || 5432}` }
    : { host: hostname, port: Number(port || 5432) };
  return new Promise((resolve) => {
    const socket = connect({ ...address, timeout: 5000 });
    const end = (problem) => {
      socket.destroy();
      resolve(problem);
    };
    socket.on('connect', () => end(undefined));
    socket.on('timeout', () => end('no answer in 5 s'));
    socket.on('error', (error) => end(error.code ?? error.message));
  });
}
