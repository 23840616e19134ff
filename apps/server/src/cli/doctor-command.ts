import type { Command } from 'commander';
import { ConfigProblems } from '../config/load.ts';
import { systemClock } from '../environment/clock.ts';
import type { Config } from '../config/load.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { runDoctor, poolerFinding } from './doctor.ts';
import { listeningProblem } from './listening.ts';
import { commandConfig, platformMissing } from './program.ts';

/** `pristan doctor`: prints one line per finding; exit code 1 when a finding has to be acted on. */
export async function doctorCommand(command: Command, options: { readonly new?: boolean }): Promise<void> {
  const findings = await readFindings(options.new === true);
  const ok = findings.every((finding) => finding.ok);
  if (command.optsWithGlobals()['json'] === true) process.stdout.write(`${JSON.stringify({ ok, findings })}\n`);
  else process.stdout.write(`${findings.map(lineOf).join('\n')}\n`);
  if (!ok) process.exitCode = 1;
}

async function readFindings(create: boolean): Promise<readonly DoctorFinding[]> {
  try {
    const config = commandConfig();
    const missing = create ? undefined : await missingPlatform(config);
    const findings =
      missing === undefined
        ? await runDoctor(config, systemClock)
        : [(await poolerFinding(config)) ?? { ok: false, what: 'There is nothing to check', todo: missing }];
    const problem = await listeningProblem(config);
    return problem === undefined
      ? findings
      : [...findings, { ok: false, what: 'The server cannot listen on the configured address', todo: problem }];
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    return error.message.split('\n').map((problem) => ({ ok: false, what: 'A setting is wrong', todo: problem }));
  }
}

/**
 * Sentence that says that there is no platform; undefined when there is one, or when the database cannot be asked,
 * which `runDoctor` reports.
 */
async function missingPlatform(config: Config): Promise<string | undefined> {
  try {
    return await platformMissing(config);
  } catch (error) {
    if (error instanceof ConfigProblems) throw error;
    return undefined;
  }
}

function lineOf({ ok, what, todo }: DoctorFinding): string {
  return `${ok ? '✓' : '✗'} ${what}${todo === undefined ? '' : ` – ${todo}`}`;
}
