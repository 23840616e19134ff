import { readFile } from 'node:fs/promises';
import { createIntegration, disableInstallation, giveConsent, publishIntegration, revealSecret } from '@pristan/flows';
import { isTextLanguage, textLanguages } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import { accountHost } from '../http/site.ts';
import { keepLogo } from '../registry/logo.ts';
import { sanitizeDescription } from '../registry/description.ts';
import { accountNamed, userWithEmail } from './accounts.ts';
import { CommandRefused } from './program.ts';

export interface IntegrationOptions {
  readonly account: string;
  readonly name: string;
  readonly redirectUri: string;
  readonly description?: string;
  /** The main one; Russian when absent. */
  readonly language?: string;
  readonly summary?: string;
  readonly disconnectUri?: string;
  readonly buttonOrigin?: readonly string[];
  readonly scope?: readonly string[];
  readonly logo?: string;
  /** Of a logo that is kept already. */
  readonly logoHash?: string;
  readonly public?: boolean;
}

/** A new integration in its technical account; its keys are printed. */
export async function createIntegrationCommand(world: World, options: IntegrationOptions) {
  const account = await accountNamed(world, options.account);
  const logo = options.logo === undefined ? undefined : await keepLogo(world, await readFile(options.logo));
  if (logo?.kind === 'refuse')
    throw new CommandRefused(`The logo is refused: ${logo.reason}. Give a jpeg, png or gif.`);
  const { language = 'ru' } = options;
  if (!isTextLanguage(language)) throw new CommandRefused(`The language is one of ${textLanguages.join(', ')}.`);
  const created = await createIntegration(world, {
    accountId: account.accountId,
    kind: options.public === true ? 'public' : 'private',
    by: 'operator',
    fields: {
      name: options.name,
      language,
      summary: options.summary ?? '',
      descriptionHtml: sanitizeDescription(options.description ?? ''),
      redirectUri: options.redirectUri,
      buttonOrigins: options.buttonOrigin ?? [],
      disconnectUri: options.disconnectUri,
      scopes: options.scope ?? ['crm'],
      logoHash: logo?.hash ?? options.logoHash,
    },
  });
  if (created.kind === 'invalid')
    throw new CommandRefused(created.errors.map((error) => `${error.field}: ${error.code}`).join('; '));
  if (created.kind === 'refuse') throw new CommandRefused(created.reason);
  return { client_id: created.integrationId, client_secret: created.clientSecret };
}

/** Published, or published again: `reviewed` names what had changed since the publication before. */
export async function publishIntegrationCommand(world: World, clientId: string) {
  const outcome = await publishIntegration(world, readClientId(clientId));
  if (outcome.kind === 'invalid')
    throw new CommandRefused(outcome.errors.map((error) => `${error.field}: ${error.code}`).join('; '));
  if (outcome.kind === 'refuse') throw new CommandRefused(`The integration can't be published: ${outcome.reason}.`);
  return { client_id: clientId, kind: 'public', reviewed: outcome.reviewed };
}

export async function revealSecretCommand(world: World, clientId: string) {
  const integration = await world.store.registry.integrationAnywhere(readClientId(clientId));
  if (integration === undefined) throw new CommandRefused(`There is no integration ${clientId}.`);
  const outcome = await revealSecret(world, {
    accountId: integration.accountId,
    integrationId: clientId,
    by: 'operator',
  });
  if (outcome.kind === 'refuse') throw new CommandRefused(outcome.reason);
  return { client_id: clientId, client_secret: outcome.clientSecret };
}

/** Installs and grants as that person's consent would have, by the same rule, and issues the code. */
export async function issueCode(world: World, options: { clientId: string; account: string; email: string }) {
  const account = await accountNamed(world, options.account);
  const user = await userWithEmail(world, options.email);
  const outcome = await giveConsent(world, {
    integrationId: readClientId(options.clientId),
    accountId: account.accountId,
    userId: user.userId,
    actor: { userId: user.userId, address: undefined },
    codeChallenge: undefined,
    press: undefined,
    copyable: false,
  });
  if (outcome.kind === 'refuse') throw new CommandRefused(`That person could not allow it there: ${outcome.reason}.`);
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
    throw new CommandRefused(`Not disabled: ${outcome.reason}.`);
  return { client_id: integrationId, account_id: account.accountId, state: 'disabled' };
}

function readClientId(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new CommandRefused(`"${text}" is not a client id: it is a UUID.`);
}
