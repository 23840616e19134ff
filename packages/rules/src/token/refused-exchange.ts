import type { TokenChange } from '../change.ts';
import type { Instant } from '../instant.ts';
import { addressDifference, type AddressDifference } from './address-difference.ts';
import type { ClientFacts } from './client.ts';
import type { CodeFacts, ExchangeRefusal } from './exchange-facts.ts';
import type { ExchangeRefusalReason } from './exchange-refusal-reason.ts';

interface Found {
  readonly client: ClientFacts | undefined;
  readonly code: CodeFacts | undefined;
}

/**
 * Records a refused code exchange, so that the integrator can find the reason. Nothing is written unless the secret was
 * right or the code is the integration's own, so strangers cannot fill the table.
 *
 * @see docs/spec/dialect.md#first-token
 */
export function refusedExchange(
  refusal: ExchangeRefusal,
  found: Found,
  sent: { readonly redirectUri: string | undefined; readonly at: Instant },
): readonly TokenChange[] {
  const { client, code } = found;
  if (client?.secret !== 'right' && !isOwnCode(found)) return [];
  const integrationId = client?.integrationId ?? code?.integrationId;
  const fault = faultOf(refusal, code);
  if (integrationId === undefined || fault === undefined) return [];
  const difference = fault === 'redirect_uri_differs' ? differenceFrom(code, sent.redirectUri) : undefined;
  return [
    {
      kind: 'exchange_refused',
      integrationId,
      // The record reveals nothing about another integration's code, not even its account.
      accountId: code?.integrationId === integrationId ? code.accountId : undefined,
      fault,
      difference,
      at: sent.at,
    },
  ];
}

function isOwnCode({ client, code }: Found): boolean {
  return code !== undefined && (client === undefined || client.integrationId === code.integrationId);
}

function differenceFrom(code: CodeFacts | undefined, sentUri: string | undefined): AddressDifference | undefined {
  return code === undefined || sentUri === undefined ? undefined : addressDifference(sentUri, code.redirectUri);
}

function faultOf(refusal: ExchangeRefusal, code: CodeFacts | undefined): ExchangeRefusalReason | undefined {
  switch (refusal.reason) {
    case 'code_revoked':
      return code?.redeemedAt === undefined ? 'access_ended' : 'code_used';
    case 'parameter_missing':
      switch (refusal.parameter) {
        case 'client_secret':
        case 'redirect_uri':
        case 'code':
        case 'code_verifier':
          return `${refusal.parameter}_missing`;
        default:
          return undefined;
      }
    default:
      return refusal.reason;
  }
}
