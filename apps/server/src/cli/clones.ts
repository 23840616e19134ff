import type { Command } from 'commander';
import type { CloneGroupListBody } from '@pristan/wire/api';
import type { World } from '../environment/open.ts';
import { cloneGroupList } from '../moderation/clone-groups.ts';
import { CommandRefused, print, withWorld } from './program.ts';

export interface CloneOptions {
  readonly limit?: string;
  readonly after?: string;
  readonly new?: boolean;
}

/** `pristan clones list`: prints one JSON object with `--json`, otherwise one line per group of clones. */
export async function listClonesCommand(options: CloneOptions, command: Command): Promise<void> {
  const page = await withWorld((world) => listClones(world, options), { create: options.new === true });
  if (command.optsWithGlobals()['json'] === true) print(command, page);
  else process.stdout.write(`${[...page.groups.map(lineOf), ...nextOf(page)].join('\n')}\n`);
}

/** A page of the groups of clones of external integrations, largest group first. */
export async function listClones(world: World, options: CloneOptions): Promise<CloneGroupListBody> {
  const limit = Number(options.limit ?? '50');
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new CommandRefused('--limit must be 1 to 100.');
  const page = await cloneGroupList(world, { limit, after: options.after });
  if (page === undefined) throw new CommandRefused('--after must be the next_after of the previous page.');
  return page;
}

function lineOf(group: CloneGroupListBody['groups'][number]): string {
  const { redirect_origin, secrets_origin, accounts, integrations, new_per_week, past_threshold, notice } = group;
  const keys = secrets_origin === redirect_origin ? '' : `, keys to ${secrets_origin}`;
  const asked = notice === null ? '' : `, asked to publish (${notice.mailed_to.join(', ') || 'no address known'})`;
  const growth = `new by week: ${new_per_week.join(' ')}`;
  return `${past_threshold ? '!' : ' '} ${redirect_origin}${keys}: ${accounts} accounts, ${integrations} integrations, ${growth}${asked}`;
}

function nextOf({ next_after }: CloneGroupListBody): readonly string[] {
  return next_after === null ? [] : [`Next page: --after ${next_after}`];
}
