import { Command } from 'commander';
import { addMember, addStaff, createAccount, createUser, renameAccountCommand } from './cli/accounts.ts';
import type { IntegrationOptions } from './cli/integrations.ts';
import {
  createIntegrationCommand,
  disableCommand,
  issueCode,
  publishIntegrationCommand,
  revealSecretCommand,
} from './cli/integrations.ts';
import { listClonesCommand } from './cli/clones.ts';
import { seedDemo } from './cli/demo.ts';
import { doctorCommand } from './cli/doctor-command.ts';
import { pruneKeysCommand, rotateKeysCommand } from './cli/keys.ts';
import { CommandRefused, print, withWorld } from './cli/program.ts';
import { createResourceServer, listResourceServers, removeResourceServer } from './cli/resource-servers.ts';
import { seedScale } from './cli/scale.ts';
import { serve } from './cli/serve.ts';
import { ConfigProblems } from './config/load.ts';
import type { World } from './environment/open.ts';

const program = new Command('pristan')
  .description('An open, self-hosted integration platform')
  .option('--json', 'print one JSON object');

/** A command that opens the world, does one thing and prints its answer. */
function answers<Options>(run: (world: World, options: Options) => Promise<Readonly<Record<string, unknown>>>) {
  return async (options: Options, command: Command): Promise<void> =>
    print(command, await withWorld((world) => run(world, options)));
}

const collect = (value: string, all: readonly string[] = []): readonly string[] => [...all, value];

program
  .command('serve')
  .description('run the server')
  .option('--demo', "with demo data and an example integrator's site")
  .action(async (options: { demo?: boolean }) => serve({ demo: options.demo === true }));
program
  .command('seed')
  .description('demo data, without starting the server')
  .option('--scale', 'instead, as much as lists have to bear: 10,000 installations, 100,000 deliveries; for measuring')
  .option('--force', 'with --scale: off loopback too, and beside data that is there')
  .option('--json')
  .action(
    answers(async (world, { scale, force }: { scale?: boolean; force?: boolean }) =>
      scale === true
        ? seedScale(world, { force: force === true }, (line) => process.stderr.write(`${line}\n`))
        : { ...(await seedDemo(world)) },
    ),
  );
program
  .command('migrate')
  .description('bring the database up to date')
  .option('--json')
  .action(answers(async () => ({ migrated: true })));

program
  .command('doctor')
  .description('look at settings, database, keys and mail, and say what to do')
  .option('--json')
  .action(async (_options: object, command: Command) => doctorCommand(command));

const account = program.command('account').description('accounts');
account
  .command('create')
  .requiredOption('--subdomain <name>')
  .requiredOption('--name <name>')
  .option('--json')
  .action(answers(createAccount));
account
  .command('rename')
  .description('the old name stays reserved for it')
  .requiredOption('--account <subdomain>')
  .requiredOption('--to <name>')
  .option('--json')
  .action(answers(renameAccountCommand));

program
  .command('user')
  .description('people')
  .command('create')
  .requiredOption('--email <address>')
  .requiredOption('--password <password>')
  .requiredOption('--name <name>')
  .requiredOption('--language <ru|en>')
  .option('--json')
  .action(answers(createUser));

program
  .command('member')
  .description('members of an account')
  .command('add')
  .requiredOption('--account <subdomain>')
  .requiredOption('--email <address>')
  .requiredOption('--role <admin|member>')
  .option('--json')
  .action(answers(addMember));

program
  .command('staff')
  .description("the platform's own people")
  .command('add')
  .requiredOption('--email <address>')
  .requiredOption('--role <moderator|operator>')
  .option('--json')
  .action(answers(addStaff));

const integration = program.command('integration').description('integrations');
integration
  .command('create')
  .requiredOption('--account <subdomain>', 'its technical account')
  .requiredOption('--name <name>')
  .requiredOption('--redirect-uri <address>')
  .option('--language <code>', 'of summary and description; ru when absent')
  .option('--summary <text>')
  .option('--description <html>')
  .option('--disconnect-uri <address>')
  .option('--button-origin <origin>', 'may be repeated', collect)
  .option('--scope <scope>', 'may be repeated', collect)
  .option('--logo <file>')
  .option('--public', 'public and not yet moderated, instead of private')
  .option('--json')
  .action(answers<IntegrationOptions>(createIntegrationCommand));
integration
  .command('publish')
  .requiredOption('--client-id <id>')
  .option('--json')
  .action(answers((world, options: { clientId: string }) => publishIntegrationCommand(world, options.clientId)));
integration
  .command('secret')
  .requiredOption('--client-id <id>')
  .option('--json')
  .action(answers((world, options: { clientId: string }) => revealSecretCommand(world, options.clientId)));

program
  .command('code')
  .description('authorization codes')
  .command('issue')
  .requiredOption('--client-id <id>')
  .requiredOption('--account <subdomain>')
  .requiredOption('--email <address>')
  .option('--json')
  .action(answers(issueCode));

program
  .command('installation')
  .description('installations')
  .command('disable')
  .requiredOption('--client-id <id>')
  .requiredOption('--account <subdomain>')
  .option('--json')
  .action(answers(disableCommand));

const resourceServer = program.command('resource-server').description('programs that may introspect tokens');
resourceServer.command('create').requiredOption('--name <name>').option('--json').action(answers(createResourceServer));
resourceServer.command('list').option('--json').action(answers(listResourceServers));
resourceServer.command('remove').requiredOption('--id <id>').option('--json').action(answers(removeResourceServer));

program
  .command('clones')
  .description('external integrations that are one product')
  .command('list')
  .description('the largest groups first')
  .option('--limit <number>', '1 to 100', '50')
  .option('--after <cursor>', 'next_after of the page before')
  .option('--json')
  .action(listClonesCommand);

const keys = program.command('keys').description("the platform's own keys");
keys
  .command('rotate')
  .option('--algorithm <name>', 'ES256, RS256 or EdDSA', 'ES256')
  .option('--compromised', 'drop the old keys now, and every token they made')
  .option('--json')
  .action(answers(rotateKeysCommand));
keys
  .command('prune')
  .description('drop MAC keys that no token needs any more, and public keys whose tokens are over')
  .option('--json')
  .action(answers(pruneKeysCommand));

try {
  await program.parseAsync();
} catch (error) {
  if (!(
    error instanceof CommandRefused ||
    error instanceof ConfigProblems ||
    (error instanceof Error && error.name === 'EmbeddedUnavailable')
  )) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
