import type { AccountFacts, Actor, AllowStatement, Consent, Decided } from '@pristan/rules';
import { allowStatement, decideConsent, decideReturn } from '@pristan/rules';
import type { ReturnPath } from '@pristan/wire';
import type { AskedBefore, PressedToken } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { IntegrationCard, ReadConsentFacts } from '../ports/install-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, TokenKeys, Vault } from '../ports/world.ts';

export interface InstallEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly tokenKeys: TokenKeys;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'accounts' | 'commit'>;
}

export interface ConsentQuestion {
  readonly integrationId: string;
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  readonly codeChallenge: string | undefined;
  /** The press on the page that asked; absent for callers without a page. */
  readonly press: ConsentPress | undefined;
  /** Keep the code, sealed, so that it can be copied from the integration's page. */
  readonly copyable: boolean;
}

/** The press on a page that gives a grant. */
export type ConsentPress = Omit<PressedToken<AllowStatement>, 'answer'> & {
  /** The browser's way back; absent where nobody goes anywhere. */
  readonly path: ReturnPath | undefined;
  /** Address that asks the same again. */
  readonly again: string;
  readonly answer: (granted: Granted) => string;
};

/** A consent that was given, with the code in clear: for the answer, and for nothing else. */
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

type Decision = Consent | { readonly kind: 'refuse'; readonly reason: 'integration_unknown' };

/** Allow, by page, copy or command: install, grant, code and the answer in one commit. */
export async function giveConsent(
  env: InstallEnvironment,
  question: ConsentQuestion & { readonly press: undefined },
): Promise<ConsentAnswer>;
export async function giveConsent(
  env: InstallEnvironment,
  question: ConsentQuestion,
): Promise<ConsentAnswer | AskedBefore>;
export async function giveConsent(
  env: InstallEnvironment,
  question: ConsentQuestion,
): Promise<ConsentAnswer | AskedBefore> {
  const { integrationId, accountId, userId, press } = question;
  const now = env.clock.now();
  const drawn = env.tokenKeys.drawCode(accountId);
  const sealedCode = question.copyable ? env.vault.seal(codePlace(drawn.codeId), drawn.code) : undefined;
  const newGrantId = env.random.uuid();
  let facts: ReadConsentFacts | undefined;
  const outcome = await carryOutConfirmed<AllowStatement, ReadConsentFacts | undefined, Decision>(
    env,
    press === undefined ? undefined : { ...press, answer: '' },
    {
      read: async () => {
        facts = await env.store.installs.consentFacts({ integrationId, accountId, userId });
        return facts;
      },
      state: (read) => (read === undefined || press === undefined ? undefined : stated(press, read)),
      decide: (read): Decided<Decision> =>
        read === undefined
          ? { outcome: { kind: 'refuse', reason: 'integration_unknown' }, changes: [] }
          : decideConsent(
              read,
              {
                userId,
                actor: question.actor,
                codeChallenge: question.codeChallenge,
                newGrantId,
                code: { codeId: drawn.codeId, keyId: drawn.keyId, ...(sealedCode === undefined ? {} : { sealedCode }) },
              },
              now,
            ),
      answer: (done, read) => {
        if (done.kind !== 'granted' || press === undefined) return { text: '' };
        return {
          text: press.answer(grantedOf(done, { code: drawn.code, facts: read })),
          endsAt: done.code.expiresAt,
          code: { accountId, codeId: drawn.codeId },
          again: press.again,
        };
      },
    },
  );
  return outcome.kind === 'granted' ? grantedOf(outcome, { code: drawn.code, facts }) : outcome;
}

function grantedOf(
  outcome: Extract<Consent, { kind: 'granted' }>,
  { code, facts }: { readonly code: string; readonly facts: ReadConsentFacts | undefined },
): Granted {
  return {
    kind: 'granted',
    code,
    expiresAt: outcome.code.expiresAt,
    installed: outcome.installed,
    subdomain: facts?.subdomain ?? '',
    redirectUri: outcome.code.redirectUri,
    buttonOrigins: facts?.buttonOrigins ?? [],
  };
}

function stated(
  press: ConsentPress,
  { integration, account, buttonOrigins }: ReadConsentFacts,
): AllowStatement | undefined {
  const { redirectUri } = integration;
  const place = { account, returnsTo: returnHost(press.path, { redirectUri, buttonOrigins }) };
  return press.statement.page === 'allow'
    ? allowStatement('allow', integration, place)
    : allowStatement('code', integration, place);
}

/** The consent page's statement of an integration and one of the person's accounts there. */
export function stateConsent<Page extends AllowStatement['page']>(
  page: Page,
  card: IntegrationCard,
  place: { readonly account: AccountFacts | undefined; readonly path: ReturnPath | undefined },
): ReturnType<typeof allowStatement<Page>> {
  const returnsTo = returnHost(place.path, card);
  return allowStatement(page, { ...card, owner: card.owner.name }, { account: place.account, returnsTo });
}

/** In popup mode the person stays on the page with the button, when that page may receive the message. */
function returnHost(
  path: ReturnPath | undefined,
  integration: { readonly redirectUri: string; readonly buttonOrigins: readonly string[] },
): string {
  const { redirectUri } = integration;
  const back = path === undefined ? undefined : decideReturn(path, integration, redirectUri);
  return new URL(back?.kind === 'message' ? back.targetOrigin : redirectUri).host;
}

/** Table, column and row in which a code that can be read again is sealed. */
export function codePlace(codeId: string): { table: string; column: string; id: string } {
  return { table: 'codes', column: 'sealed_code', id: codeId };
}
