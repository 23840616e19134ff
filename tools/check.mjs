/**
 * `npm run check`: runs types, lint, import rules, dead code, formatting, tidiness and words, two at a time, and
 * reports all. `npm run check -- --fix` formats and fixes what the tools can fix; `npm run check -- lint imports` runs
 * only these two; `--in=FOLDER` checks another checkout (tests/boundaries.test.ts plants violations in one).
 */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { installIfStale, root } from './install.mjs';

const tools = join(root, 'tools');
const bin = (path) => join(tools, 'node_modules', path);
const steps = (fix) => [
  {
    name: 'types',
    command: [join(root, 'node_modules/typescript-native/bin/tsc'), '-b', 'tools', '--pretty', 'false'],
  },
  { name: 'lint', command: [bin('oxlint/bin/oxlint'), '--type-aware', '--format=unix', ...(fix ? ['--fix'] : [])] },
  {
    name: 'imports',
    command: [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      join(tools, 'dependency-cruiser.cjs'),
      'packages',
      'apps',
      'examples',
      'tests/conformance',
    ],
  },
  { name: 'dead code', command: [bin('knip/bin/knip.js'), '--config', 'tools/knip.json', '--no-config-hints'] },
  { name: 'format', command: [bin('prettier/bin/prettier.cjs'), '--log-level=warn', fix ? '--write' : '--check', '.'] },
  { name: 'tidy', command: [join(tools, 'tidy.mjs')] },
  { name: 'words', command: [join(tools, 'words.mjs')] },
];

await main(process.argv.slice(2));

async function main(args) {
  await installIfStale(root, 'packages');
  await installIfStale(tools, 'the maintainers’ tools');
  const wanted = args.filter((name) => !name.startsWith('--'));
  const fix = args.includes('--fix');
  const folder = args.find((name) => name.startsWith('--in='))?.slice('--in='.length) ?? root;
  const chosen = steps(fix).filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));

  let failed = 0;
  const waiting = [...chosen];
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (!(await report(step, folder))) failed += 1;
    }
  };
  // With `--fix` steps run one by one: fixers write files that other steps read.
  await Promise.all(fix ? [worker()] : [worker(), worker()]);
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;
}

/**
 * Runs one step of the check and prints its result.
 * @returns {Promise<boolean>} whether the step passed
 */
async function report({ name, command }, folder) {
  const started = performance.now();
  const { code, output } = await captured(command, folder);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '    '));
  return code === 0;
}

function captured([script, ...args], folder) {
  // oxlint looks for its type-aware part on the PATH.
  const env = { ...process.env, PATH: `${bin('.bin')}${delimiter}${process.env.PATH}`, NO_COLOR: '1' };
  delete env.FORCE_COLOR;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
