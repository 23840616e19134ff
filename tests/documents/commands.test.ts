import { expect, test } from 'vitest';
import { createProgram } from '../../apps/server/src/cli/commands.ts';

type Command = ReturnType<typeof createProgram>;

const page = new URL('../../docs/reference/cli.md', import.meta.url);

/** Every command with its full name, groups included. */
function everyCommand(command: Command, name = command.name()): readonly { name: string; command: Command }[] {
  return [{ name, command }, ...command.commands.flatMap((inner) => everyCommand(inner, `${name} ${inner.name()}`))];
}

const commands = everyCommand(createProgram());

/** The expected text of docs/reference/cli.md; `npx vitest run tests/documents/commands.test.ts --update` writes it. */
function commandsPage(): string {
  const described = commands.filter(({ command }) => command.commands.length === 0);
  const sections = described.map(({ name, command }) => {
    const rows = command.options
      .filter(({ long }) => long !== '--json' && long !== '--new')
      .map(({ flags, mandatory, description, defaultValue }) => {
        const without = mandatory ? 'required' : defaultValue === undefined ? '' : `\`${String(defaultValue)}\``;
        return `| \`${flags.replaceAll('|', '\\|')}\` | ${description} | ${without} |`;
      });
    const also = command.alias() === undefined ? '' : ` (also \`${command.alias()}\`)`;
    const table = rows.length === 0 ? [] : ['', '| Option | Meaning | When absent |', '|---|---|---|', ...rows];
    return [`## \`${name}\``, '', `${command.description()}${also}`, ...table].join('\n');
  });
  return `# Command line

\`npx pristan …\` works beside a running platform and without one. Beside \`npm start\` it finds the platform that runs from the same
sources (the newest, by \`.pristan-running.json\`), unless environment variables name another. \`serve\`, \`migrate\` and \`seed\` may
create a platform; every other command needs \`--new\` for that.

Every command but \`serve\` takes \`--json\` and then prints one JSON object: the answer, or \`{"error", "message", "field"}\`. Lists have
\`next_after\`, which is \`null\` on the last page. The exit code is 0, 1 when the command is refused, 2 when it cannot be parsed.

${sections.join('\n\n')}

This page is made from the program itself (\`apps/server/src/cli/commands.ts\`); a test keeps the two the same.
`;
}

test('docs/reference/cli.md equals the command line’s own help', async () => {
  await expect(commandsPage()).toMatchFileSnapshot(page.pathname);
});

test.each(commands.map(({ name, command }) => [name, command] as const))(
  'the command %s and each of its options have a description',
  (_name, command) => {
    expect(command.description()).not.toBe('');
    for (const option of command.options) expect(option.description.trim(), option.flags).not.toBe('');
  },
);

test('the command names and options that other tools rely on exist', () => {
  const fixed: Readonly<Record<string, readonly string[]>> = {
    serve: [],
    migrate: [],
    seed: [],
    doctor: [],
    'keys rotate': [],
    'account create': ['--subdomain', '--name'],
    'user create': ['--email', '--password', '--name', '--language'],
    'member add': ['--account', '--email', '--role'],
    'integration create': [
      '--account',
      '--name',
      '--redirect-uri',
      '--description',
      '--disconnect-uri',
      '--scope',
      '--logo',
    ],
    'integration publish': ['--client-id'],
    'integration secret': ['--client-id'],
    'code issue': ['--client-id', '--account', '--email'],
    'installation disable': ['--client-id', '--account'],
    'staff add': ['--email', '--role'],
    'resource-server create': ['--name'],
  };
  for (const [name, options] of Object.entries(fixed)) {
    const found = commands.find((one) => one.name === `pristan ${name}`);
    const longs = found?.command.options.map(({ long }) => long) ?? [];
    expect(longs, name).toEqual(expect.arrayContaining([...options]));
  }
});
