import type { ClaimedDelivery } from '@pristan/flows';
import { codePlace } from '@pristan/flows';
import { delegationStatus, isTest, testAccount } from '@pristan/rules';
import { formatInstallUrl } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import { accountHost } from '../http/site.ts';
import type { HookWord } from './compose.ts';

/** What a platform of this kind sends with its codes; receivers are known to look at neither. */
const headers = { accept: 'application/json, text/plain, */*' } as const;

/** A code in clear, and the account whose host it names. */
interface SaidCode {
  readonly code: string;
  readonly subdomain: string;
}

/**
 * The code of an installation, to the redirect URI. It is unsealed at the moment of sending; what is left of it in the
 * database goes with the try, whatever came of it, because there is never a second one.
 *
 * @see docs/spec/dialect.md#widget-install
 */
export const installWord: HookWord = {
  async compose(world, delivery) {
    const said = isTest(delivery) ? testCode(world) : await codeOf(world, delivery);
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

  async follow(_world, { accountId, facts }) {
    const codeId = codeIdOf(facts);
    return codeId === undefined ? [] : [{ kind: 'code_sent', accountId, codeId }];
  },
};

/** Of the form that codes have; stored nowhere, so that nothing can be had for it. */
function testCode(world: World): SaidCode {
  const { accountId, subdomain } = testAccount;
  return { code: world.tokenKeys.drawCode(accountId).code, subdomain };
}

async function codeOf(world: World, { accountId, facts }: ClaimedDelivery): Promise<SaidCode | undefined> {
  const codeId = codeIdOf(facts);
  const code = codeId === undefined ? undefined : await world.store.widgets.codeToSend(accountId, codeId);
  if (codeId === undefined || code === undefined || code.expiresAt <= world.clock.now()) return undefined;
  // Revoked, disabled or stopped while it waited: nobody could exchange it, and nobody is to have it.
  if (delegationStatus('sent_code', code.made) !== 'holds') return undefined;
  return { code: world.vault.open(codePlace(codeId), code.sealedCode), subdomain: code.subdomain };
}

function codeIdOf(facts: Readonly<Record<string, unknown>>): string | undefined {
  const { codeId } = facts;
  return typeof codeId === 'string' ? codeId : undefined;
}
