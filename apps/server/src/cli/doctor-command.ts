import type { Command } from 'commander';
import { ConfigProblems, loadConfig } from '../config/load.ts';
import { systemClock } from '../environment/clock.ts';
import type { Finding } from './doctor.ts';
import { examine } from './doctor.ts';

/** `pristan doctor`: a line a finding; exit code 1 when something has to be done. */
export async function doctorCommand(command: Command): Promise<void> {
  const findings = await readFindings();
  const ok = findings.every((finding) => finding.ok);
  if (command.optsWithGlobals()['json'] === true) process.stdout.write(`${JSON.stringify({ ok, findings })}\n`);
  else process.stdout.write(`${findings.map(lineOf).join('\n')}\n`);
  if (!ok) process.exitCode = 1;
}

async function readFindings(): Promise<readonly Finding[]> {
  try {
    return await examine(loadConfig(), systemClock);
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    return error.message.split('\n').map((problem) => ({ ok: false, what: 'A setting is wrong', todo: problem }));
  }
}

function lineOf({ ok, what, todo }: Finding): string {
  return `${ok ? '✓' : '✗'} ${what}${todo === undefined ? '' : ` – ${todo}`}`;
}
