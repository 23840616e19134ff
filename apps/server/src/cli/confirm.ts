import { createInterface } from 'node:readline/promises';
import { CommandRefused } from './program.ts';

/**
 * Asks at the terminal to type the name of the thing to be deleted; `--yes` confirms beforehand.
 *
 * @throws CommandRefused when another name is typed, or when there is no terminal
 */
export async function confirmByName(name: string, what: string, { yes }: { readonly yes?: boolean }): Promise<void> {
  if (yes === true) return;
  if (!process.stdin.isTTY) {
    throw new CommandRefused(`This ${what}. Add --yes to confirm.`, {
      error: 'confirmation_required',
      field: 'yes',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = await terminal.question(`This ${what}. Type ${name} to confirm: `);
    if (typed.trim() !== name)
      throw new CommandRefused('Nothing was changed: the name does not match.', { error: 'not_confirmed' });
  } finally {
    terminal.close();
  }
}
