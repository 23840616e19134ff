import type { Actor, Consent, ConsentFacts, Decided, Press } from '@pristan/rules';
import { decideConsent } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, TokenKeys, Vault } from '../ports/world.ts';

export interface InstallEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly tokenKeys: TokenKeys;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'commit'>;
}

/** A one-time token of a page that was pressed; whether it was used before is looked up. */
export interface PressedToken {
  readonly pressId: string;
  readonly expiresAt: number;
}

export interface ConsentQuestion {
  readonly integrationId: string;
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  readonly codeChallenge: string | undefined;
  readonly press: PressedToken | undefined;
  /** Keep the code, sealed, so that it can be copied from the integration's page. */
  readonly copyable: boolean;
}

/** A consent that was given, with the code in clear: for the redirect, and for nothing else. */
export interface Granted {
  readonly kind: 'granted';
  readonly code: string;
  readonly expiresAt: number;
  readonly installed: boolean;
  readonly subdomain: string;
  readonly redirectUri: string;
  readonly buttonOrigins: readonly string[];
}

export type ConsentAnswer =
  Granted | Exclude<Consent, { kind: 'granted' }> | { readonly kind: 'refuse'; readonly reason: 'integration_unknown' };

/** Allow, by page, copy or command: install, grant and code in one commit. */
export async function giveConsent(env: InstallEnvironment, question: ConsentQuestion): Promise<ConsentAnswer> {
  const { integrationId, accountId, userId } = question;
  const now = env.clock.now();
  const drawn = env.tokenKeys.drawCode(accountId);
  const sealedCode = question.copyable ? env.vault.seal(codePlace(drawn.codeId), drawn.code) : undefined;
  const newGrantId = env.random.uuid();
  let facts: (ConsentFacts & { subdomain: string; buttonOrigins: readonly string[] }) | undefined;
  const outcome = await carryOut(
    env.store,
    async () => {
      facts = await env.store.installs.consentFacts({ integrationId, accountId, userId });
      return { facts, press: await readPress(env, question.press) };
    },
    (read): Decided<Consent | { kind: 'refuse'; reason: 'integration_unknown' }> =>
      read.facts === undefined
        ? { outcome: { kind: 'refuse', reason: 'integration_unknown' }, changes: [] }
        : decideConsent(
            read.facts,
            {
              userId,
              actor: question.actor,
              codeChallenge: question.codeChallenge,
              newGrantId,
              code: { codeId: drawn.codeId, keyId: drawn.keyId, ...(sealedCode === undefined ? {} : { sealedCode }) },
              press: read.press,
            },
            now,
          ),
  );
  if (outcome.kind === 'refuse') return outcome;
  return {
    kind: 'granted',
    code: drawn.code,
    expiresAt: outcome.code.expiresAt,
    installed: outcome.installed,
    subdomain: facts?.subdomain ?? '',
    redirectUri: outcome.code.redirectUri,
    buttonOrigins: facts?.buttonOrigins ?? [],
  };
}

/** Where a code that can be copied is sealed. */
export function codePlace(codeId: string): { table: string; column: string; id: string } {
  return { table: 'codes', column: 'sealed_code', id: codeId };
}

/** The press as the rules want it. */
export async function readPress(
  env: Pick<InstallEnvironment, 'store'>,
  press: PressedToken | undefined,
): Promise<Press> {
  return press === undefined ? undefined : { ...press, used: await env.store.installs.pressUsed(press.pressId) };
}
