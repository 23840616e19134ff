/**
 * `npm run test:fresh`: the experience of a newcomer. Runs both README commands in a bare Debian with only Node and
 * npm, in a clone of HEAD: as root in a closed folder, and as an ordinary user. Needs root, debootstrap and the package
 * registries; takes several minutes. The machine's npm, apt and certificate settings are copied into the bare system at
 * run time and removed with it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { root, run } from '../../tools/install.mjs';

const cache = process.env.PRISTAN_FRESH_DIR ?? '/var/tmp/pristan-fresh';
const release = 'bookworm';
const people = [
  { name: 'root', home: '/root', why: 'root, under a closed folder' },
  { name: 'somebody', home: '/home/somebody', why: 'an ordinary user' },
];
const only = process.argv[2];
/** Process and folder that an interrupted run has to end and remove. */
const current = { child: undefined, folder: undefined };

requireTools();
openCache();
sweep();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, abandon);
const base = await bareRoot();
const source = await snapshot();
const results = [];
for (const person of people.filter(({ name }) => only === undefined || name === only)) {
  results.push(...(await asPerson(person)));
}
rmSync(source, { recursive: true, force: true });
const passed = results.filter(({ ok }) => ok).length;
console.log(`${passed} passed, ${results.length - passed} failed`);
process.exitCode = passed === results.length && passed > 0 ? 0 : 1;

function requireTools() {
  const missing = [];
  if (process.getuid?.() !== 0)
    missing.push('run it as root (it makes a root folder of its own and mounts /proc in it)');
  for (const tool of ['debootstrap', 'unshare', 'chroot', 'git']) {
    const found = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, tool)));
    if (!found) missing.push(`install ${tool} (Debian: apt-get install ${tool === 'unshare' ? 'util-linux' : tool})`);
  }
  if (missing.length === 0) return;
  console.error(`npm run test:fresh cannot run here:\n${missing.map((what) => `  - ${what}`).join('\n')}`);
  process.exit(1);
}

/** The cache contains a root file system, so only root may own it. */
function openCache() {
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(cache);
  if (uid === 0 && (mode & 0o022) === 0 && lstatSync(cache).isDirectory()) return;
  console.error(`${cache} is not root's own folder; remove it or set PRISTAN_FRESH_DIR.`);
  process.exit(1);
}

/** Removes folders of runs that were killed. */
function sweep() {
  for (const name of readdirSync(cache)) {
    const pid = /^run-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function abandon() {
  // Ends all processes in the bare system at once, and its mounts with them (--kill-child).
  current.child?.kill('SIGKILL');
  current.child?.on('close', leave);
  if (current.child === undefined) leave();
}

function leave() {
  if (current.folder !== undefined) rmSync(current.folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(1);
}

/** Debian's minimal system, created once; contains nothing of ours. */
async function bareRoot() {
  const folder = join(cache, release);
  const done = join(cache, `${release}.made`);
  if (existsSync(done)) return folder;
  rmSync(folder, { recursive: true, force: true });
  console.log(`Making a bare ${release} in ${folder}, the first time only …`);
  await must('debootstrap', ['--variant=minbase', release, folder, ...mirror()], { stdio: ['ignore', 'ignore', 2] });
  rmSync(join(folder, 'var/cache/apt/archives'), { recursive: true, force: true });
  mkdirSync(join(folder, 'var/cache/apt/archives/partial'), { recursive: true });
  writeFileSync(done, '');
  return folder;
}

/** Clones HEAD once, so that both users get the same commit. */
async function snapshot() {
  const folder = join(cache, `run-${process.pid}-source.git`);
  await must('git', ['clone', '--quiet', '--bare', '--depth=1', `file://${root}`, folder]);
  const commit = execFileSync('git', ['log', '-1', '--format=%h %s'], { cwd: folder, encoding: 'utf8' }).trim();
  console.log(`Commit ${commit}`);
  return folder;
}

async function asPerson({ name, home, why }) {
  const folder = join(cache, `run-${process.pid}-${name}`);
  console.log(`\nAs ${why}:`);
  current.folder = folder;
  try {
    await must('cp', ['-a', base, folder]);
    if (name !== 'root') await must('chroot', [folder, '/usr/sbin/useradd', '--create-home', name]);
    putNode(folder);
    putSettings(folder, home);
    const clones = ['clone-to-start', 'clone-to-test'].map((clone) => join(home, clone));
    for (const clone of clones) {
      await must('git', ['clone', '--quiet', '--depth=1', '--no-hardlinks', `file://${source}`, join(folder, clone)]);
    }
    cpSync(join(root, 'tests/fresh/inside.mjs'), join(folder, home, 'inside.mjs'));
    await must('chroot', [folder, '/bin/chown', '-R', `${name}:`, home]);
    await must('chmod', ['0700', join(folder, home)]);
    return await inside(folder, name, home, [join(home, 'inside.mjs'), ...clones, String(await freePort())]);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Copies this machine's Node and npm. */
function putNode(folder) {
  const npm = npmFolder();
  cpSync(process.execPath, join(folder, 'usr/local/bin/node'));
  cpSync(npm, join(folder, 'usr/local/lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
  for (const name of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(folder, 'usr/local/bin', name));
  }
}

function npmFolder() {
  const cli = process.env.npm_execpath ?? execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  return dirname(dirname(realpathSync(cli)));
}

/** Copies the settings that reach the registries: names, proxies, certificates, and npm's and apt's configuration. */
function putSettings(folder, home) {
  const copies = [
    ['/etc/resolv.conf', 'etc/resolv.conf'],
    ['/etc/hosts', 'etc/hosts'],
    ['/etc/ssl/certs', 'etc/ssl/certs'],
    [npmSetting('globalconfig'), 'usr/local/etc/npmrc'],
    [npmSetting('userconfig'), join(home, '.npmrc')],
    ...aptFiles().map((file) => [file, file]),
  ];
  // The machine's own source list replaces the default archive.
  if (aptFiles().some((file) => file.includes('sources')))
    rmSync(join(folder, 'etc/apt/sources.list'), { force: true });
  for (const [from, to] of copies) {
    if (!existsSync(from)) continue;
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(from, join(folder, to), { recursive: true, dereference: true, force: true });
  }
}

function npmSetting(name) {
  return execFileSync('npm', ['config', 'get', name], {
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** Debian's own archives and apt's proxies; other vendors' sources need keys that the bare system lacks. */
function aptFiles() {
  const all = ['/etc/apt/sources.list', ...within('/etc/apt/sources.list.d'), ...within('/etc/apt/apt.conf.d')];
  return all.filter((file) => {
    if (!existsSync(file)) return false;
    const text = readFileSync(file, 'utf8');
    return file.includes('apt.conf')
      ? /proxy|verify-peer|cainfo/i.test(text)
      : /\/debian(-security)?\/?(\s|$)/m.test(text);
  });
}

function within(folder) {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** The archive that this machine's apt uses, if configured. */
function mirror() {
  for (const file of aptFiles().filter((name) => !name.includes('apt.conf'))) {
    const found = readFileSync(file, 'utf8').match(/^(?:URIs:|deb(?:\s+\[[^\]]*\])?)\s+(\S+\/debian\/?)(?:\s|$)/m);
    if (found?.[1]) return [found[1]];
  }
  return [];
}

/**
 * Runs the driver in the bare system with its own mount and process namespaces: whatever it leaves behind, a detached
 * database or a mounted folder, ends with it.
 */
async function inside(folder, name, home, driver) {
  const environment = {
    HOME: home,
    USER: name,
    PATH: '/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin',
    LANG: 'C.UTF-8',
    ...Object.fromEntries(Object.entries(process.env).filter(([key]) => isPassedOn(key))),
  };
  const script =
    'set -e; for d in proc sys dev; do mount --rbind /$d "$0/$d"; done; mount -t proc proc "$0/proc"; ' +
    'chroot --userspec="$1:$1" "$0" /usr/bin/env -C "$2" "${@:3}"; exit $?';
  const child = spawn(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', 'bash', '-c', script, folder, name, home, 'node', ...driver],
    { env: environment, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  current.child = child;
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  await new Promise((resolve) => child.on('close', resolve));
  current.child = undefined;
  const reports = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  for (const report of reports) say(report);
  while (reports.length < 2) reports.push({ ok: false });
  return reports;
}

function isPassedOn(key) {
  return /^(https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_(file|dir)|npm_config_(registry|cafile|strict_ssl))$/i.test(
    key,
  );
}

function say({ command, ok, seconds, status, shop, database, stopped, closing, ended, tail }) {
  const answer = `sign-in page ${status ?? 'silent'}, example ${shop ?? 'silent'}, database as ${database ?? 'nobody known'}, ${stopped ? 'stopped' : 'did not stop'}`;
  const what = command === 'npm start' ? answer : (closing ?? `ended with ${ended}`);
  console.log(`${ok ? '✓' : '✗'} ${command}: ${what}, ${seconds} s`);
  if (!ok) console.log((tail ?? '').trimEnd().replace(/^/gm, '    '));
}

/** A free port whose successor is free, too: the example's site takes it. */
async function freePort() {
  for (let port = 4400; port < 5400; port += 10) {
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error('no free port between 4400 and 5400');
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function must(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}
