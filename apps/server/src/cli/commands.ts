import { Command } from 'commander';
import type { World } from '../environment/open.ts';
import { addMember, addStaff, createAccount, createUser, renameAccountCommand } from './accounts.ts';
import { listClonesCommand } from './clones.ts';
import { seedDemo } from './demo.ts';
import { doctorCommand } from './doctor-command.ts';
import { addFieldOptions } from './field-options.ts';
import type { IntegrationOptions } from './integrations.ts';
import {
  createIntegrationCommand,
  deleteIntegrationCommand,
  disableCommand,
  issueCode,
  publishAsAsked,
  revealSecretCommand,
  unpublishIntegrationCommand,
} from './integrations.ts';
import { pruneKeysCommand, rotateKeysCommand } from './keys.ts';
import {
  listAccounts,
  listInstallations,
  listIntegrations,
  listMembers,
  listStaff,
  listUsers,
  showAccount,
  showIntegration,
  showUser,
} from './listings.ts';
import type { PasswordOptions } from './passwords.ts';
import { takePassword } from './passwords.ts';
import { removeMember, removeStaff, resetPassword } from './users.ts';
import { print, withWorld } from './program.ts';
import { createResourceServer, removeResourceServer, listResourceServers } from './resource-servers.ts';
import { seedScale } from './scale.ts';
import { serve } from './serve.ts';

type Answer = Readonly<Record<string, unknown>>;

const warn = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Builds the command line with every command, option and description. Reads no file and opens no database until a
 * command is parsed.
 */
export function createProgram(): Command {
  const program = new Command('pristan')
    .description('An open, self-hosted integration platform')
    .option('--json', 'print one JSON object; an error has error, message and field')
    .exitOverride();
  program
    .command('serve')
    .description('run the server; creates a platform if there is none')
    .option('--demo', "add demo data, and run an example integrator's site")
    .action(async (options: { demo?: boolean }) => serve({ demo: options.demo === true }));
  answers(program, { name: 'seed', description: 'add demo data without starting the server', create: true }, seed)
    .option('--scale', 'add large data for measuring instead: 10,000 installations, 100,000 deliveries')
    .option('--force', 'with --scale: also off loopback, and beside existing data');
  answers(
    program,
    { name: 'migrate', description: 'migrate the database to this version', create: true },
    async () => ({ migrated: true }),
  );
  program
    .command('doctor')
    .description('check settings, database, keys, mail and due work, and say what to do')
    .option('--json', 'print one JSON object')
    .option('--new', 'create a platform if there is none')
    .action(async (options: { new?: boolean }, command: Command) => doctorCommand(command, options));

  addAccounts(program);
  addPeople(program);
  addIntegrations(program);
  addPlatform(program);
  refuseTwice(program);
  return program;
}

/**
 * Refuses an option that is given twice: otherwise the last value would win silently, and it may name what is deleted.
 */
function refuseTwice(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean() || option.parseArg !== undefined) continue;
    let times = 0;
    command.on(`option:${option.name()}`, () => {
      times += 1;
      if (times > 1) command.error(`error: option '${option.flags}' is given twice`);
    });
  }
  for (const inner of command.commands) refuseTwice(inner);
}

async function seed(world: World, { scale, force }: { scale?: boolean; force?: boolean }): Promise<Answer> {
  return scale === true ? seedScale(world, { force: force === true }, warn) : { ...(await seedDemo(world)) };
}

/** Adds a command that opens the store and keys, does one thing and prints its answer. */
function answers<Options>(
  parent: Command,
  {
    name,
    description,
    create = false,
  }: { readonly name: string; readonly description: string; readonly create?: boolean },
  run: (world: World, options: Options) => Promise<Answer>,
): Command {
  const command = parent.command(name).description(description).option('--json', 'print one JSON object');
  if (!create) command.option('--new', 'create a platform if there is none');
  return command.action(async (options: Options & { readonly new?: boolean }, self: Command) =>
    print(self, await withWorld((world) => run(world, options), { create: create || options.new === true })),
  );
}

/** Adds the options `--limit` and `--after` to a command that lists. */
function paged(command: Command): Command {
  return command
    .option('--limit <number>', '1 to 1000', '100')
    .option('--after <cursor>', 'next_after of the previous page');
}

function addAccounts(program: Command): void {
  const account = program.command('account').description('accounts');
  answers(account, { name: 'create', description: 'create an account' }, createAccount)
    .requiredOption('--subdomain <name>', 'the part of its host name before the base domain')
    .requiredOption('--name <name>', 'its name on pages');
  answers(
    account,
    { name: 'rename', description: 'change the subdomain of an account; the old one stays reserved for it' },
    renameAccountCommand,
  )
    .requiredOption('--account <subdomain>', 'its current subdomain')
    .requiredOption('--to <name>', 'its new subdomain');
  paged(answers(account, { name: 'list', description: 'list all accounts' }, listAccounts));
  answers(
    account,
    { name: 'show', description: 'show an account, with counts of its members, integrations and installations' },
    showAccount,
  ).requiredOption('--account <subdomain>', 'its subdomain');

  const installation = program.command('installation').description('installations');
  paged(
    answers(
      installation,
      { name: 'list', description: 'list the installations in an account, or of an integration' },
      listInstallations,
    ),
  )
    .option('--account <subdomain>', 'in this account')
    .option('--client-id <id>', 'of this integration');
  answers(
    installation,
    { name: 'disable', description: 'disable an integration in an account; its tokens there stop working' },
    disableCommand,
  )
    .requiredOption('--client-id <id>', "the integration's client id")
    .requiredOption('--account <subdomain>', 'the account it is installed in');

  const code = program.command('code').description('authorization codes');
  answers(
    code,
    { name: 'issue', description: 'install an integration and issue a code, as if this person had consented' },
    issueCode,
  )
    .requiredOption('--client-id <id>', "the integration's client id")
    .requiredOption('--account <subdomain>', 'the account to install it in')
    .requiredOption('--email <address>', 'the person who consents');
}

function addPeople(program: Command): void {
  const user = program.command('user').description('people');
  withPassword(answers(user, { name: 'create', description: 'create a person who can sign in' }, createPerson))
    .requiredOption('--email <address>', 'the address for mail and sign-in')
    .requiredOption('--name <name>', 'their name on pages')
    .requiredOption('--language <code>', 'the language of their pages and mail, such as en');
  paged(answers(user, { name: 'list', description: 'list all people' }, listUsers));
  answers(user, { name: 'show', description: 'show a person and their accounts' }, showUser).requiredOption(
    '--email <address>',
    'the address they sign in with',
  );
  withPassword(
    answers(
      user,
      {
        name: 'reset-password',
        description:
          'set a new password, which ends their sessions and personal tokens; without a password option, print a reset link',
      },
      (world, options: PasswordOptions & { email: string }) => resetPassword(world, options, warn),
    ),
  ).requiredOption('--email <address>', 'the address they sign in with');

  const member = program.command('member').description('members of an account');
  answers(member, { name: 'add', description: 'add a person to an account, or change the role of a member' }, addMember)
    .requiredOption('--account <subdomain>', 'the account')
    .requiredOption('--email <address>', 'the person')
    .requiredOption('--role <admin|member>', 'their role');
  paged(answers(member, { name: 'list', description: 'list the members of an account' }, listMembers)).requiredOption(
    '--account <subdomain>',
    'the account',
  );
  answers(
    member,
    { name: 'remove', description: 'deactivate a member; access given in their own name is revoked' },
    removeMember,
  )
    .requiredOption('--account <subdomain>', 'the account')
    .requiredOption('--email <address>', 'the person')
    .option('--yes', 'skip the confirmation');

  const staff = program.command('staff').description('platform staff');
  answers(staff, { name: 'add', description: 'make a person a moderator or an operator' }, addStaff)
    .requiredOption('--email <address>', 'the person')
    .requiredOption('--role <moderator|operator>', 'their role');
  paged(answers(staff, { name: 'list', description: 'list the platform staff' }, listStaff));
  answers(staff, { name: 'remove', description: 'remove a person from the platform staff' }, removeStaff)
    .requiredOption('--email <address>', 'the person')
    .option('--yes', 'skip the confirmation');
}

function withPassword(command: Command): Command {
  return command
    .option('--password-stdin', 'read the password from the first line of standard input')
    .option('--generate-password', 'generate a password and print it once')
    .option('--password <password>', 'in development only: other users of the machine can see it');
}

async function createPerson(
  world: World,
  options: PasswordOptions & { readonly email: string; readonly name: string; readonly language: string },
): Promise<Answer> {
  const { email, name, language } = options;
  const { password, generated } = await takePassword(options, { development: world.config.development, warn });
  const created = await createUser(world, { email, name, language, password });
  return generated ? { ...created, password } : created;
}

function addIntegrations(program: Command): void {
  const integration = program.command('integration').description('integrations');
  const create = answers<IntegrationOptions>(
    integration,
    { name: 'create', description: 'create an integration and print its secret' },
    createIntegrationCommand,
  ).requiredOption('--account <subdomain>', 'its technical account');
  addFieldOptions(create)
    .option('--logo <file>', 'a JPEG, PNG or GIF file')
    .option('--public', 'create a public integration, not yet published, instead of a private one');
  paged(
    answers(
      integration,
      { name: 'list', description: 'list all integrations, or those of an account' },
      listIntegrations,
    ),
  ).option('--account <subdomain>', 'only those of this technical account');
  const byClientId = (command: Command): Command => command.requiredOption('--client-id <id>', 'its client id');
  byClientId(
    answers(integration, { name: 'show', description: 'show an integration without its secret' }, showIntegration),
  );
  byClientId(
    answers(
      integration,
      {
        name: 'publish',
        description:
          'publish an integration for every account and freeze its reviewed fields; a private one becomes public',
      },
      (world, options: { clientId: string; yes?: boolean }) =>
        publishAsAsked(world, options, { canAnswer: process.stdin.isTTY && process.stderr.isTTY, line: warn }),
    ),
  ).option('--yes', 'let a private integration become public');
  byClientId(
    answers(
      integration,
      { name: 'unpublish', description: 'unpublish an integration; accounts that installed it keep it' },
      unpublishIntegrationCommand,
    ),
  );
  byClientId(
    answers(
      integration,
      {
        name: 'delete',
        description: 'delete an integration for good; its keys and all access it was given are revoked now',
      },
      deleteIntegrationCommand,
    ),
  ).option('--yes', 'skip the confirmation');
  byClientId(
    answers(
      integration,
      { name: 'secret', description: 'show the newest secret; the activity log records it' },
      (world, options: { clientId: string }) => revealSecretCommand(world, options.clientId),
    ),
  );

  const clones = program.command('clones').description('external integrations grouped by site');
  clones
    .command('list')
    .description('list the groups, largest first')
    .option('--limit <number>', '1 to 100', '50')
    .option('--after <cursor>', 'next_after of the previous page')
    .option('--json', 'print one JSON object')
    .option('--new', 'create a platform if there is none')
    .action(listClonesCommand);
}

function addPlatform(program: Command): void {
  const server = program.command('resource-server').description('programs that may introspect tokens');
  answers(
    server,
    { name: 'create', description: 'create a resource server and print its secret once' },
    createResourceServer,
  ).requiredOption('--name <name>', 'its name in lists');
  answers(server, { name: 'list', description: 'list all resource servers, oldest first' }, listResourceServers);
  answers(
    server,
    { name: 'delete', description: 'delete a resource server; its requests are refused from now on' },
    removeResourceServer,
  )
    .alias('remove')
    .requiredOption('--id <id>', 'its id')
    .option('--yes', 'skip the confirmation');

  const keys = program.command('keys').description("the platform's own keys");
  answers(keys, { name: 'rotate', description: 'create new signing and MAC keys' }, rotateKeysCommand)
    .option('--algorithm <name>', 'ES256, RS256 or EdDSA', 'ES256')
    .option('--compromised', 'delete the old keys now, which ends every token made with them');
  answers(
    keys,
    {
      name: 'prune',
      description: 'delete MAC keys that no token needs any more, and public keys whose tokens have expired',
    },
    pruneKeysCommand,
  );
}
