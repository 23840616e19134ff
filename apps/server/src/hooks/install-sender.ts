import type { ClaimedDelivery } from '@pristan/flows';
import { codeAssociatedData } from '@pristan/flows';
import { isTestDelivery, testAccount } from '@pristan/rules';
import { formatInstallUrl } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import { accountHost } from '../http/site.ts';
import type { HookSender } from './compose.ts';

/** Header that other platforms with this protocol send with their install hooks; known receivers ignore it. */
const headers = { accept: 'application/json, text/plain, */*' } as const;

/** An authorization code in clear, and the subdomain of the account that the hook names as `referer`. */
interface SaidCode {
  readonly code: string;
  readonly subdomain: string;
}

/**
 * Sends the authorization code of an installation to the integration's redirect URI. The code is unsealed only to be
 * sent; its sealed copy is deleted with the delivery attempt, whatever the outcome, because there is never a second
 * attempt.
 *
 * @see docs/spec/dialect.md#widget-install
 */
export const installSender: HookSender = {
  async compose(world, delivery) {
    const said = isTestDelivery(delivery) ? testCode(world) : await codeOf(world, delivery);
    if (said === undefined) return undefined;
    const { code, subdomain } = said;
    const about = {
      code,
      referer: accountHost(subdomain, world.config),
      platform: world.config.platform,
      clientId: delivery.integrationId,
    };
    return { method: 'GET', url: formatInstallUrl(delivery.url, about), headers, secrets: [code] };
  },

  async follow(_world, { accountId, facts }, { state }) {
    const codeId = codeIdOf(facts);
    return codeId === undefined || state === 'pending' ? [] : [{ kind: 'code_sent', accountId, codeId }];
  },
};

/** Authorization code for a test hook: it has the usual form, but is stored nowhere, so that it cannot be exchanged. */
function testCode(world: World): SaidCode {
  const { accountId, subdomain } = testAccount;
  return { code: world.tokenKeys.drawCode(accountId).code, subdomain };
}

async function codeOf(world: World, { accountId, facts }: ClaimedDelivery): Promise<SaidCode | undefined> {
  const codeId = codeIdOf(facts);
  const code = codeId === undefined ? undefined : await world.store.widgets.codeToSend(accountId, codeId);
  if (codeId === undefined || code === undefined || code.expiresAt <= world.clock.now()) return undefined;
  return { code: world.vault.open(codeAssociatedData(codeId), code.sealedCode), subdomain: code.subdomain };
}

function codeIdOf(facts: Readonly<Record<string, unknown>>): string | undefined {
  const { codeId } = facts;
  return typeof codeId === 'string' ? codeId : undefined;
}
