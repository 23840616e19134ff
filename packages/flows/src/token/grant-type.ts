import type { Change, ClientFacts, ClientRefusal, Decided, GrantFacts, RequestHost } from '@pristan/rules';
import { refuseClient, testAccount } from '@pristan/rules';
import type { TokenRequestFields, TokenRequestMember, TokenSuccessBody } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import { compareSecret } from '../client-secret.ts';
import type { ClientRow } from '../ports/token-reads.ts';
import type { AuthenticatingSecret } from './client.ts';
import { recordSecretUse, withFirstUse } from './client.ts';
import type { TokenEnvironment } from './environment.ts';
import type { TokenFamily } from './issue.ts';
import { issueTokens } from './issue.ts';

/** A parsed token request of any grant type, with its host and network address. */
export interface TokenQuestion {
  readonly fields: TokenRequestFields;
  /** Member that the form repeats, if any; such a request is refused. */
  readonly repeated?: TokenRequestMember | undefined;
  /** Subdomain of the request's host; absent on the public site, which serves every account. */
  readonly subdomain: string | undefined;
  readonly address: string;
}

/** The response to a token request: the tokens, or why there are none. Each dialect of errors maps the reasons itself. */
export type TokenAnswer<Refusal> = { readonly kind: 'issued'; readonly body: TokenSuccessBody } | Refusal;

/** The refusals that any request may get before its grant type decides. */
export type SharedTokenRefusal =
  | ClientRefusal
  | typeof accountUnknown
  | { readonly kind: 'refuse'; readonly reason: 'grant_type_unsupported' }
  | { readonly kind: 'refuse'; readonly reason: 'parameter_repeated'; readonly parameter: TokenRequestMember };

export const accountUnknown = { kind: 'refuse', reason: 'account_unknown' } as const;

/** A grant type that the token endpoint serves. Only `grantType` makes one, so each runs all phases. */
export interface GrantType<Refusal> {
  readonly [phases]: (
    env: TokenEnvironment,
    question: TokenQuestion,
  ) => Promise<TokenAnswer<Refusal | SharedTokenRefusal>>;
}

const phases = Symbol('phases');

/** The request as a grant type's own part sees it. */
export interface GrantRequest<Presented> {
  readonly fields: TokenRequestFields;
  readonly presented: Presented;
  readonly host: RequestHost;
  readonly address: string;
  readonly now: number;
}

/** The facts that the shared phases need, read in the same round trip as those of the grant type. */
export interface SharedFacts {
  readonly client: ClientRow | undefined;
  /** Account of the request's subdomain; absent when no account has that subdomain. */
  readonly hostAccountId: number | undefined;
}

/** Tokens to issue for a grant. */
export interface Issue {
  readonly kind: 'issue';
  readonly grant: GrantFacts;
  readonly keyEpoch: number;
}

/** The outcomes of a grant type's decision that issue tokens. */
type Issued<Outcome> = Extract<Outcome, Issue>;

/** A refusal of a grant type, by any reason of its own. */
export interface OwnRefusal {
  readonly kind: 'refuse';
  readonly reason: string;
}

/** The part of a grant type that is its own. */
export interface OwnPart<Presented, Facts extends SharedFacts, Outcome extends Issue | OwnRefusal> {
  /** Reads the presented code or token without a query; `undefined` when this platform did not issue it. */
  readonly present: (env: TokenEnvironment, fields: TokenRequestFields) => Promise<Presented>;
  /** Reads all facts, those of the shared phases too, in one round trip. */
  readonly read: (
    env: TokenEnvironment,
    question: { readonly clientId: string | undefined; readonly subdomain: string | undefined; readonly now: number },
    presented: Presented,
  ) => Promise<Facts>;
  /** Decides for an authenticated client. Pure, but for the ids and keys that the environment draws. */
  readonly decide: (
    env: TokenEnvironment,
    request: GrantRequest<Presented>,
    read: { readonly client: ClientFacts; readonly facts: Facts },
  ) => Decided<Outcome>;
  /** Records that a client was refused; absent: nothing is recorded. */
  readonly clientRefused?: (
    refusal: ClientRefusal,
    request: GrantRequest<Presented>,
    read: { readonly client: ClientFacts | undefined; readonly facts: Facts },
  ) => readonly Change[];
  /** Refresh token of the response; `undefined` for a grant type that issues none. */
  readonly familyOf: (issued: Issued<Outcome>) => TokenFamily | undefined;
}

/**
 * Makes a grant type from its own part. Its phases, in this order: presented code or token, facts, host, client, own
 * decision, first use of the secret, commit, use of the secret, tokens. Two round trips: one reads, one writes, if
 * anything changes.
 *
 * @see docs/spec/dialect.md#token-order
 */
export function grantType<Presented, Facts extends SharedFacts, Outcome extends Issue | OwnRefusal>(
  own: OwnPart<Presented, Facts, Outcome>,
): GrantType<Exclude<Outcome, Issue>> {
  return {
    [phases]: async (env, { fields, subdomain, address }) => {
      const presented = await own.present(env, fields);
      const now = env.clock.now();
      const outcome = await carryOut(
        env.store,
        async () => own.read(env, { clientId: fields.client_id, subdomain, now }, presented),
        (facts): Decided<((Outcome | ClientRefusal) & AuthenticatingSecret) | typeof accountUnknown> => {
          const host = requestHost(subdomain, facts.hostAccountId);
          if (host === undefined) return { outcome: accountUnknown, changes: [] };
          const { facts: client, matched } = compareSecret(env, facts.client, fields.client_secret);
          const request = { fields, presented, host, address, now };
          const decided = decideForClient(env, own, { request, client, facts });
          return withFirstUse(decided, { client, matched }, now);
        },
      );
      if (!isIssued<Outcome>(outcome)) return outcome as Exclude<Outcome, Issue> | SharedTokenRefusal;
      recordSecretUse(env, outcome, now);
      const { grant, keyEpoch } = outcome;
      return { kind: 'issued', body: await issueTokens(env, { grant, keyEpoch, family: own.familyOf(outcome) }) };
    },
  };
}

/**
 * Answers a token request by its grant type. A grant type that is not served and a repeated member are refused, after an
 * unknown host.
 *
 * @param types grant types that the endpoint serves, by `grant_type`
 * @see docs/spec/dialect.md#token-order
 */
export async function answerTokenRequest<Refusal extends OwnRefusal>(
  env: TokenEnvironment,
  types: ReadonlyMap<string, GrantType<Refusal>>,
  question: TokenQuestion,
): Promise<TokenAnswer<Refusal | SharedTokenRefusal>> {
  const { fields, repeated, subdomain } = question;
  const type = types.get(fields.grant_type ?? '');
  if (type !== undefined && repeated === undefined) return type[phases](env, question);
  if (await isUnknownHost(env, subdomain)) return accountUnknown;
  if (type === undefined || repeated === undefined) return { kind: 'refuse', reason: 'grant_type_unsupported' };
  return { kind: 'refuse', reason: 'parameter_repeated', parameter: repeated };
}

async function isUnknownHost(env: TokenEnvironment, subdomain: string | undefined): Promise<boolean> {
  if (subdomain === undefined) return false;
  const now = env.clock.now();
  const facts = await env.store.tokens.refreshFacts({ clientId: undefined, family: undefined, subdomain, now });
  return facts.hostAccountId === undefined;
}

/** Authenticates the client; only then the grant type decides. */
function decideForClient<Presented, Facts extends SharedFacts, Outcome extends Issue | OwnRefusal>(
  env: TokenEnvironment,
  own: OwnPart<Presented, Facts, Outcome>,
  asked: { readonly request: GrantRequest<Presented>; readonly client: ClientFacts | undefined; readonly facts: Facts },
): Decided<Outcome | ClientRefusal> {
  const { request, client, facts } = asked;
  const { client_id: clientId, client_secret: secret } = request.fields;
  const refusal = refuseClient({ clientId, hasSecret: secret !== undefined }, client);
  if (refusal !== undefined) {
    return { outcome: refusal, changes: own.clientRefused?.(refusal, request, asked) ?? [] };
  }
  if (client === undefined) throw new Error('a client that is not there was authenticated');
  return own.decide(env, request, { client, facts });
}

function isIssued<Outcome>(
  outcome: { readonly kind: string } & Partial<AuthenticatingSecret>,
): outcome is Issued<Outcome> & AuthenticatingSecret {
  return outcome.kind === 'issue';
}

/**
 * The account that the request's host names.
 *
 * @returns `undefined` for the host of an account that does not exist. The host of test deliveries counts as existing,
 * so a test's code gets the same refusal as any unknown code.
 */
function requestHost(subdomain: string | undefined, accountId: number | undefined): RequestHost | undefined {
  if (subdomain === undefined) return { kind: 'public' };
  if (subdomain === testAccount.subdomain) return { kind: 'account', accountId: testAccount.accountId };
  return accountId === undefined ? undefined : { kind: 'account', accountId };
}
