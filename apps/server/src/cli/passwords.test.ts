import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { takePassword } from './passwords.ts';
import { CommandRefused } from './program.ts';

const typed = (text: string) => Readable.from([text]);

describe('password of a command', () => {
  test('in development, a command accepts a password as an argument, with a warning that names the better ways', async () => {
    const said: string[] = [];
    const taken = await takePassword(
      { password: 'a long password' },
      { development: true, warn: (line) => said.push(line) },
    );
    expect(taken).toEqual({ password: 'a long password', generated: false });
    expect(said).toEqual([expect.stringMatching(/--password-stdin or --generate-password\.$/)]);
  });

  test('in production, a command refuses a password given as an argument', async () => {
    const taken = takePassword({ password: 'a long password' }, { development: false, warn: () => undefined });
    await expect(taken).rejects.toMatchObject({ error: 'password_shown', field: 'password' });
    await expect(taken).rejects.not.toThrow('a long password');
  });

  test.each([
    ['a long password\n', 'a long password'],
    ['a long password\r\nand more', 'a long password'],
    [' with blanks ', ' with blanks '],
    ['', ''],
  ])('a command takes the first line of standard input as the password: %j', async (text, password) => {
    const taken = await takePassword(
      { passwordStdin: true },
      { development: false, warn: () => undefined, stdin: typed(text) },
    );
    expect(taken).toEqual({ password, generated: false });
  });

  test('a generated password is long and different each time', async () => {
    const generate = () => takePassword({ generatePassword: true }, { development: false, warn: () => undefined });
    const [one, other] = [await generate(), await generate()];
    expect(one.generated).toBe(true);
    expect(one.password).toMatch(/^[\w-]{20}$/);
    expect(one.password).not.toBe(other.password);
  });

  test.each([
    {},
    { password: 'a long password', passwordStdin: true },
    { passwordStdin: true, generatePassword: true },
  ])('a command refuses a password that is not given in exactly one way: %o', async (given) => {
    const taken = takePassword(given, { development: true, warn: () => undefined, stdin: typed('x') });
    await expect(taken).rejects.toThrow(CommandRefused);
    await expect(taken).rejects.toThrow('--password-stdin');
  });
});
