import type { AccountFacts, Actor, AllowStatement, NoticeAudience, ConsentResult, Decided } from '@pristan/rules';
import { allowStatement, decideConsent, decideReturn, withNotices } from '@pristan/rules';
import type { ReturnPath } from '@pristan/wire';
import { readAudience } from '../audience.ts';
import type { NotCarriedOut, SubmittedConfirmation } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { IntegrationCard, ReadConsentFacts } from '../ports/install-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, TokenKeys, Vault } from '../ports/environment.ts';
import { codeAssociatedData } from '../sealed.ts';

export interface ConsentEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly tokenKeys: TokenKeys;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'accounts' | 'notices' | 'commit'>;
}

export interface ConsentQuestion {
  readonly integrationId: string;
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  readonly codeChallenge: string | undefined;
  /** Confirmation from the submitted consent page; absent for callers without a page. */
  readonly press: ConsentConfirmation | undefined;
  /** Stores the sealed authorization code, so that it can be copied from the integration's page. */
  readonly copyable: boolean;
}

/** Confirmation from a page that issues a grant. */
export type ConsentConfirmation = Omit<SubmittedConfirmation<AllowStatement>, 'answer'> & {
  /** The way in which the browser returns to the integration; absent when nobody is sent back. */
  readonly path: ReturnPath | undefined;
  /** Path on this site where the user can repeat the authorization request. */
  readonly again: string;
  readonly answer: (granted: GrantedConsent) => string;
};

/** A given consent with its authorization code in clear, which goes only into the response. */
export interface GrantedConsent {
  readonly kind: 'granted';
  readonly code: string;
  readonly expiresAt: number;
  readonly installed: boolean;
  readonly subdomain: string;
  readonly redirectUri: string;
  readonly buttonOrigins: readonly string[];
}

export type ConsentAnswer =
  | GrantedConsent
  | Exclude<ConsentResult, { kind: 'granted' }>
  | { readonly kind: 'refuse'; readonly reason: 'integration_unknown' };

type Decision = ConsentResult | { readonly kind: 'refuse'; readonly reason: 'integration_unknown' };

/**
 * Carries out Allow, from a consent page, a copied code or a command: installation, grant, authorization code and
 * answer in one commit.
 */
export async function giveConsent(
  env: ConsentEnvironment,
  question: ConsentQuestion & { readonly press: undefined },
): Promise<ConsentAnswer>;
export async function giveConsent(
  env: ConsentEnvironment,
  question: ConsentQuestion,
): Promise<ConsentAnswer | NotCarriedOut>;
export async function giveConsent(
  env: ConsentEnvironment,
  question: ConsentQuestion,
): Promise<ConsentAnswer | NotCarriedOut> {
  const { integrationId, accountId, userId, press } = question;
  const now = env.clock.now();
  const drawn = env.tokenKeys.drawCode(accountId);
  const sealedCode = question.copyable ? env.vault.seal(codeAssociatedData(drawn.codeId), drawn.code) : undefined;
  const newGrantId = env.random.uuid();
  let facts: ReadConsentFacts | undefined;
  let audience: NoticeAudience | undefined;
  const outcome = await carryOutConfirmed<AllowStatement, ReadConsentFacts | undefined, Decision>(
    env,
    press === undefined ? undefined : { ...press, answer: '' },
    {
      read: async () => {
        facts = await env.store.installs.consentFacts({ integrationId, accountId, userId });
        // Only the consent that installs or enables the integration notifies the admins; most later ones add a grant.
        audience =
          facts?.account?.installation === 'enabled'
            ? undefined
            : await readAudience(env, { accountId, integrationId, userId: question.actor.userId });
        return facts;
      },
      state: (read) => (read === undefined || press === undefined ? undefined : stated(press, read)),
      decide: (read): Decided<Decision> =>
        read === undefined
          ? { outcome: { kind: 'refuse', reason: 'integration_unknown' }, changes: [] }
          : withNotices(
              decideConsent(
                read,
                {
                  userId,
                  actor: question.actor,
                  codeChallenge: question.codeChallenge,
                  newGrantId,
                  code: {
                    codeId: drawn.codeId,
                    keyId: drawn.keyId,
                    ...(sealedCode === undefined ? {} : { sealedCode }),
                  },
                },
                now,
              ),
              audience,
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
  outcome: Extract<ConsentResult, { kind: 'granted' }>,
  { code, facts }: { readonly code: string; readonly facts: ReadConsentFacts | undefined },
): GrantedConsent {
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
  press: ConsentConfirmation,
  { integration, account, buttonOrigins }: ReadConsentFacts,
): AllowStatement | undefined {
  const { redirectUri } = integration;
  const place = { account, returnsTo: returnHost(press.path, { redirectUri, buttonOrigins }) };
  return press.statement.page === 'allow'
    ? allowStatement('allow', integration, place)
    : allowStatement('code', integration, place);
}

/** The statement of the consent page for an integration and one of the user's accounts. */
export function consentStatement<Page extends AllowStatement['page']>(
  page: Page,
  card: IntegrationCard,
  place: { readonly account: AccountFacts | undefined; readonly path: ReturnPath | undefined },
): ReturnType<typeof allowStatement<Page>> {
  const returnsTo = returnHost(place.path, card);
  return allowStatement(page, { ...card, owner: card.owner.name }, { account: place.account, returnsTo });
}

/**
 * Host on which the browser ends after consent. In popup mode it stays on the button's page if that page may receive
 * the message.
 */
function returnHost(
  path: ReturnPath | undefined,
  integration: { readonly redirectUri: string; readonly buttonOrigins: readonly string[] },
): string {
  const { redirectUri } = integration;
  const back = path === undefined ? undefined : decideReturn(path, integration, redirectUri);
  return new URL(back?.kind === 'message' ? back.targetOrigin : redirectUri).host;
}
