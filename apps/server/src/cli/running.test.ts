import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import type { RunningPlatform } from './running.ts';
import { runningPlatforms, announceRunningPlatform, completedFromRunning } from './running.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pristan-running-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const configAt = (port: number) =>
  loadConfig({ NODE_ENV: 'development', PRISTAN_PORT: String(port), PRISTAN_DATA_DIR: `/data/${port}` });
const file = () => join(folder, '.pristan-running.json');
const own = () => JSON.parse(readFileSync(file(), 'utf8')) as RunningPlatform;
const write = (name: string, change: Partial<RunningPlatform>) =>
  writeFileSync(join(folder, name), JSON.stringify({ ...own(), ...change }), { mode: 0o600 });

describe('file of a running platform', () => {
  test('a running platform writes a file that only its user may read, and removes the file when it stops', () => {
    const leave = announceRunningPlatform(configAt(4500), { port: 4500, now: 7 }, folder);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(own()).toMatchObject({ address: 'http://localhost:4500', data_dir: '/data/4500', pid: process.pid });
    leave();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a running platform completes the variables of a command', () => {
    announceRunningPlatform(configAt(4500), { port: 4500, now: 7 }, folder);
    expect(loadConfig(completedFromRunning({}, folder))).toMatchObject({
      development: true,
      publicUrl: 'http://localhost:4500',
      baseDomain: 'localhost:4500',
      apiDomain: 'api.localhost:4500',
      port: 4500,
      dataDir: '/data/4500',
    });
    expect(completedFromRunning({ PRISTAN_DATA_DIR: '/data/4500' }, folder)).toMatchObject({ PRISTAN_PORT: '4500' });
    expect(completedFromRunning({ PRISTAN_PLATFORM: '2', PRISTAN_PORT: '' }, folder)).toMatchObject({
      PRISTAN_PLATFORM: '2',
      PRISTAN_PORT: '4500',
    });
  });

  test.each<Record<string, string>>([
    { PRISTAN_DATABASE_URL: 'postgresql://elsewhere/pristan' },
    { PRISTAN_DATA_DIR: '/data/other' },
    { PRISTAN_PORT: '4600' },
    { PRISTAN_PUBLIC_URL: 'http://localhost:4600' },
    { NODE_ENV: 'production' },
  ])('a running platform is not used by a command whose variables name another one: %o', (variables) => {
    announceRunningPlatform(configAt(4500), { port: 4500, now: 7 }, folder);
    expect(completedFromRunning(variables, folder)).toEqual(variables);
  });

  test('a stopped platform is not found, even when its pid belongs to another process', async () => {
    announceRunningPlatform(configAt(4500), { port: 4500, now: 7 }, folder);
    const gone = spawn(process.execPath, ['-e', '0']);
    await once(gone, 'exit');
    write('.pristan-running.json', { pid: gone.pid ?? 0 });
    expect(runningPlatforms(folder)).toEqual([]);
    // A file with our own pid, but of a process that started at another time.
    write('.pristan-running.json', { pid: process.pid, process: 'another boot 1' });
    expect(runningPlatforms(folder)).toEqual([]);
    expect(completedFromRunning({}, folder)).toEqual({});
    // The next platform reuses the file name of the stopped one.
    announceRunningPlatform(configAt(4600), { port: 4600, now: 8 }, folder);
    expect(readdirSync(folder)).toEqual(['.pristan-running.json']);
    expect(runningPlatforms(folder)).toMatchObject([{ port: 4600 }]);
  });

  test('the newest of two running platforms is used, and each removes its own file', () => {
    const leaveFirst = announceRunningPlatform(configAt(4500), { port: 4500, now: 7 }, folder);
    const leaveSecond = announceRunningPlatform(configAt(4600), { port: 4600, now: 8 }, folder);
    expect(runningPlatforms(folder).map(({ port }) => port)).toEqual([4600, 4500]);
    expect(completedFromRunning({}, folder)).toMatchObject({ PRISTAN_PORT: '4600', PRISTAN_DATA_DIR: '/data/4600' });
    expect(completedFromRunning({ PRISTAN_PORT: '4500' }, folder)).toMatchObject({ PRISTAN_DATA_DIR: '/data/4500' });
    leaveSecond();
    expect(completedFromRunning({}, folder)).toMatchObject({ PRISTAN_PORT: '4500' });
    leaveFirst();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a running platform is not read from a file that others may write to or that a platform did not write', () => {
    announceRunningPlatform(configAt(4500), { port: 4500, now: 7 }, folder);
    chmodSync(file(), 0o666);
    expect(runningPlatforms(folder)).toEqual([]);
    writeFileSync(join(folder, '.pristan-running.1.json'), '{"pid":1}', { mode: 0o600 });
    writeFileSync(join(folder, '.pristan-running.2.json'), 'no json', { mode: 0o600 });
    expect(runningPlatforms(folder)).toEqual([]);
  });
});
