/**
 * Runs inside the bare root as the person who cloned: `npm start` until its pages answer, then `npm test`, each in its
 * own clone. Prints one line of JSON per command; the commands' output goes to files beside the clones.
 * Usage: node inside.mjs CLONE_FOR_START CLONE_FOR_TEST PORT
 */
import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const [startClone, testClone, port] = process.argv.slice(2);
const startLimitMs = 240_000;
const testLimitMs = 1_800_000;

const reports = [await tryStart(), await tryTest()];
process.exitCode = reports.every(Boolean) ? 0 : 1;

async function tryStart() {
  const started = performance.now();
  const address = `http://localhost:${port}`;
  const env = {
    ...process.env,
    PRISTAN_PORT: port,
    PRISTAN_PUBLIC_URL: address,
    PRISTAN_BASE_DOMAIN: `localhost:${port}`,
  };
  const npm = spawned(['start'], startClone, env);
  while (npm.running && performance.now() - started < startLimitMs) {
    // The addresses are printed once they answer.
    if (/^ *Sign in /m.test(npm.tail())) break;
    await wait(100);
  }
  const seconds = since(started);
  const answer = await get('/sign-in').catch(() => undefined);
  const database = databaseUser();
  const shop = await get('/', { host: 'shop.localhost', at: Number(port) + 1 }).catch(() => undefined);
  npm.child.kill('SIGTERM');
  await npm.ended;
  const stopped = await untilClosed();
  // As root the database runs as a user of its own, otherwise as the caller.
  const ownDatabase = database === (process.getuid() === 0 ? 'pristan' : process.env.USER);
  const ok = isPage(answer) && isPage(shop) && stopped && ownDatabase;
  const statuses = { status: answer?.status, shop: shop?.status, database };
  return report({ command: 'npm start', ok, seconds, ...statuses, stopped, tail: npm.tail() });
}

/** The user name that PostgreSQL runs as. */
function databaseUser() {
  try {
    const [pid] = readFileSync(join(startClone, '.pristan/postgres/postmaster.pid'), 'utf8').split('\n');
    const { uid } = statSync(`/proc/${pid}`);
    const users = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
    return users.find((fields) => fields[2] === String(uid))?.[0];
  } catch {
    return undefined;
  }
}

async function tryTest() {
  const started = performance.now();
  const npm = spawned(['test'], testClone, process.env);
  const limit = setTimeout(() => npm.child.kill('SIGKILL'), testLimitMs);
  const code = await npm.ended;
  clearTimeout(limit);
  const closing = npm.tail().match(/^\d+ passed, \d+ failed.*$/m)?.[0];
  const ok = code === 0 && closing !== undefined && !closing.includes('skipped');
  return report({ command: 'npm test', ok, seconds: since(started), closing, ended: code, tail: npm.tail() });
}

function spawned(args, folder, env) {
  const child = spawn('npm', args, { cwd: folder, env: { ...env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(`${folder}.log`);
  let last = '';
  let rest = '';
  // Keeps the first failures, which are far above the end of the output.
  const failures = new Set();
  const keep = (chunk) => {
    log.write(chunk);
    last = (last + chunk).slice(-6000);
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()?.slice(-1000) ?? '';
    for (const line of lines) if (failures.size < 100 && /^ *FAIL /.test(line)) failures.add(line);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const state = { child, running: true, tail: () => [...failures, last].join('\n') };
  // Not 'close': a database that outlives npm may keep its output open.
  state.ended = new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      state.running = false;
      resolve(code ?? signal);
    });
  });
  return state;
}

function isPage(answer) {
  return answer !== undefined && answer.status === 200 && /<html/i.test(answer.body);
}

/** Requests one page as a browser on this machine. */
function get(path, { host = 'localhost', at = Number(port) } = {}) {
  return new Promise((resolve, reject) => {
    const headers = { host: `${host}:${at}`, accept: 'text/html' };
    const sent = request({ host: '127.0.0.1', port: at, path, headers, timeout: 5000 }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.end();
  });
}

/** `true` once the port is closed, `false` if it is still open ten seconds after the stop. */
async function untilClosed() {
  for (let tries = 0; tries < 100; tries += 1) {
    const open = await get('/').catch((error) => (error.code === 'ECONNREFUSED' ? undefined : error));
    if (open === undefined) return true;
    await wait(100);
  }
  return false;
}

function since(started) {
  return Math.round((performance.now() - started) / 100) / 10;
}

/** Output matters only after a failure. */
function report(outcome) {
  const said = outcome.ok ? { ...outcome, tail: undefined } : outcome;
  process.stdout.write(`${JSON.stringify(said)}\n`);
  return outcome.ok;
}
