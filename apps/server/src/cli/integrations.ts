import { readFile, stat } from 'node:fs/promises';
import {
  createIntegration,
  deleteIntegration,
  disableInstallation,
  giveConsent,
  publishIntegration,
  revealSecret,
  unpublishIntegration,
} from '@pristan/flows';
import { blankFields, operator } from '@pristan/rules';
import { readUuid } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import { accountHost } from '../http/site.ts';
import { storeLogo } from '../registry/logo.ts';
import { editedFields } from '../registry/integration-body.ts';
import { accountNamed, userWithEmail } from './accounts.ts';
import { findingLine } from '../registry/widget-report.ts';
import { confirmByName } from './confirm.ts';
import type { FieldOptions } from './field-options.ts';
import { fieldsOf } from './field-options.ts';
import { fieldsRefused } from './refused-fields.ts';
import { CommandRefused } from './program.ts';

/** Options of `pristan integration create`: one for each field of an integration, and those of its own. */
export interface IntegrationOptions extends FieldOptions {
  readonly account: string;
  readonly logo?: string;
  /** Hash of a logo that is already stored. */
  readonly logoHash?: string;
  readonly public?: boolean;
}

/**
 * Reads a logo file. @throws CommandRefused when it is not a regular file or cannot be read; devices and pipes may
 * never end
 */
async function readLogo(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).isFile()) return await readFile(file);
  } catch {
    // A path that cannot be read is refused below, like a path that is not a file.
  }
  throw new CommandRefused(
    `The logo (--logo) ${file} is not a file that this user can read. Check its path and permissions.`,
    {
      error: 'unreadable',
      field: 'logo',
    },
  );
}

/** Stores the logo that the options name. @throws CommandRefused when it is no picture, or too large */
async function logoHashOf(world: World, options: IntegrationOptions): Promise<string | undefined> {
  if (options.logo === undefined) return options.logoHash;
  const logo = await storeLogo(world, await readLogo(options.logo));
  if (logo.kind !== 'refuse') return logo.hash;
  throw new CommandRefused('The logo is refused. Choose a JPEG, PNG or GIF of at most 4 MiB.', {
    error: logo.reason,
    field: 'logo',
  });
}

/** Creates an integration in its technical account, and prints its secret keys. */
export async function createIntegrationCommand(world: World, options: IntegrationOptions) {
  const account = await accountNamed(world, options.account);
  const logoHash = await logoHashOf(world, options);
  const sent = fieldsOf(options);
  const created = await createIntegration(world, {
    accountId: account.accountId,
    kind: options.public === true ? 'public' : 'private',
    by: 'operator',
    fields: { ...editedFields(sent)(blankFields), logoHash },
  });
  if (created.kind === 'invalid') throw fieldsRefused(created.errors);
  if (created.kind === 'refuse')
    throw new CommandRefused('The integration was not created: this account cannot have one.');
  return { client_id: created.integrationId, client_secret: created.clientSecret };
}

/**
 * Publishes an integration, or publishes it again: `reviewed` in the answer names the fields changed since the last
 * publication.
 */
export async function publishIntegrationCommand(world: World, clientId: string) {
  const outcome = await publishIntegration(world, readClientId(clientId));
  if (outcome.kind === 'invalid') throw fieldsRefused(outcome.errors);
  if (outcome.kind === 'refuse') throw unknownOr(clientId, outcome.reason, { not_public: notPublic });
  if (outcome.kind === 'unfinished_widget') {
    throw new CommandRefused(
      ['Its live widget does not meet these requirements of a publication:', ...outcome.needed.map(findingLine)].join(
        '\n',
      ),
      { error: outcome.kind },
    );
  }
  return { client_id: clientId, kind: 'public', reviewed: outcome.reviewed };
}

const notPublic =
  'An external integration cannot be published. Its integrator has to create a public one and publish that.';

/**
 * Publishes an integration from the command line. A private integration becomes public for good, so a person has to
 * confirm with `--yes`; a script, which cannot be asked, gets a warning.
 */
export async function publishAsAsked(
  world: World,
  options: { readonly clientId: string; readonly yes?: boolean },
  tell: { readonly canAnswer: boolean; readonly line: (line: string) => void },
) {
  const integration = await integrationWith(world, options.clientId);
  if (integration.kind === 'private') {
    const what = `"${integration.fields.name}" is private and becomes public: from now on every account can find and connect it`;
    if (options.yes !== true && tell.canAnswer)
      throw new CommandRefused(`${what}. Add --yes to confirm.`, {
        error: 'confirmation_required',
        field: 'yes',
      });
    tell.line(`${what}.`);
  }
  return publishIntegrationCommand(world, options.clientId);
}

/** Unpublishes an integration: from then on only its own account can install it. */
export async function unpublishIntegrationCommand(world: World, { clientId }: { readonly clientId: string }) {
  const outcome = await unpublishIntegration(world, readClientId(clientId));
  if (outcome.kind === 'refuse') {
    throw unknownOr(clientId, outcome.reason, {
      not_published: 'The integration is not published: nothing was changed.',
    });
  }
  return { client_id: clientId, published: false };
}

/** Deletes an integration for good, with its secret keys, grants and tokens. */
export async function deleteIntegrationCommand(
  world: World,
  { clientId, yes }: { readonly clientId: string; readonly yes?: boolean },
) {
  const { accountId, fields } = await integrationWith(world, clientId);
  await confirmByName(
    fields.name,
    `deletes the integration "${fields.name}" for good and revokes its keys and all access that accounts gave it`,
    yes === undefined ? {} : { yes },
  );
  const integrationId = readClientId(clientId);
  const outcome = await deleteIntegration(world, { accountId, integrationId, by: 'operator' });
  if (outcome.kind === 'refuse') throw unknownOr(clientId, outcome.reason, {});
  return { client_id: clientId, deleted: true };
}

async function integrationWith(world: World, clientId: string) {
  const integration = await world.store.registry.integrationAnywhere(readClientId(clientId));
  if (integration === undefined) throw unknownOr(clientId, 'unknown', {});
  return integration;
}

function unknownOr(clientId: string, reason: string, words: Readonly<Record<string, string>>): CommandRefused {
  return reason === 'unknown'
    ? new CommandRefused(`There is no integration ${clientId}. List them with: pristan integration list`, {
        error: 'unknown',
        field: 'client_id',
      })
    : new CommandRefused(words[reason] ?? `The integration was not changed (${reason}).`, { error: reason });
}

export async function revealSecretCommand(world: World, clientId: string) {
  const integration = await integrationWith(world, clientId);
  const outcome = await revealSecret(world, {
    accountId: integration.accountId,
    integrationId: clientId,
    by: 'operator',
  });
  if (outcome.kind === 'refuse')
    throw unknownOr(clientId, outcome.reason, {
      no_secret: 'The keys of an external integration were sent to its integrator and cannot be shown.',
    });
  return { client_id: clientId, client_secret: outcome.clientSecret };
}

/**
 * Issues an authorization code from the command line: installs the integration and grants access by the same rule as a
 * consent of that person.
 */
export async function issueCode(world: World, options: { clientId: string; account: string; email: string }) {
  const account = await accountNamed(world, options.account);
  const user = await userWithEmail(world, options.email);
  const outcome = await giveConsent(world, {
    integrationId: readClientId(options.clientId),
    accountId: account.accountId,
    userId: user.userId,
    actor: operator,
    codeChallenge: undefined,
    press: undefined,
    copyable: false,
  });
  if (outcome.kind === 'refuse') {
    const why: Readonly<Record<string, string>> = {
      no_member: `${options.email} is not an active member of "${options.account}". Add them with: pristan member add`,
      integration_stopped: 'The integration is stopped.',
      unknown: `There is no integration ${options.clientId}. List them with: pristan integration list`,
      deactivated: `${options.email} is not an active member of "${options.account}". Add them with: pristan member add`,
      integration_unknown: `There is no integration ${options.clientId}. List them with: pristan integration list`,
      admin_must_install: `Only an admin of "${options.account}" can install it. Name an admin with --email.`,
      private_elsewhere: 'The integration is private: only its own account can install it. Publish it first.',
      unmoderated_elsewhere: 'The integration is not published: only its own account can install it. Publish it first.',
      external_elsewhere: 'The external integration belongs to another account. Name that account with --account.',
    };
    throw new CommandRefused(why[outcome.reason] ?? `This person cannot consent in this account (${outcome.reason}).`, {
      error: outcome.reason,
    });
  }
  return {
    code: outcome.code,
    referer: accountHost(outcome.subdomain, world.config),
    expires_at: Math.floor(outcome.expiresAt / 1000),
  };
}

export async function disableCommand(world: World, options: { clientId: string; account: string }) {
  const account = await accountNamed(world, options.account);
  const integrationId = readClientId(options.clientId);
  const outcome = await disableInstallation(world, {
    accountId: account.accountId,
    integrationId,
    by: 'operator',
    press: undefined,
  });
  if (outcome.kind === 'refuse' && outcome.reason !== 'already_disabled')
    throw new CommandRefused(`The integration ${options.clientId} is not installed in "${options.account}".`, {
      error: outcome.reason,
    });
  return { client_id: integrationId, account_id: account.accountId, state: 'disabled' };
}

export function readClientId(text: string): string {
  const clientId = readUuid(text);
  if (clientId !== undefined) return clientId;
  throw new CommandRefused(
    `"${text}" is not a client id. A client id is a UUID; find it with: pristan integration list`,
    { error: 'malformed', field: 'client_id' },
  );
}
