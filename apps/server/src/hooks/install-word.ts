import { codePlace } from '@pristan/flows';
import { formatInstallUrl } from '@pristan/wire';
import { accountHost } from '../http/site.ts';
import type { HookWord } from './compose.ts';

/** What a platform of this kind sends with its codes; receivers are known to look at neither. */
const headers = { accept: 'application/json, text/plain, */*' } as const;

/**
 * The code of an installation, to the redirect URI. It is unsealed at the moment of sending; what is left of it in the
 * database goes with the try, whatever came of it, because there is never a second one.
 *
 * @see docs/spec/dialect.md#widget-install
 */
export const installWord: HookWord = {
  async compose(world, { accountId, integrationId, url, facts }) {
    const codeId = codeIdOf(facts);
    const code = codeId === undefined ? undefined : await world.store.widgets.codeToSend(accountId, codeId);
    if (codeId === undefined || code === undefined || code.expiresAt <= world.clock.now()) return undefined;
    const clear = world.vault.open(codePlace(codeId), code.sealedCode);
    const { platform } = world.config;
    const about = {
      code: clear,
      referer: accountHost(code.subdomain, world.config),
      platform,
      clientId: integrationId,
    };
    return { method: 'GET', url: formatInstallUrl(url, about), headers, secrets: [clear] };
  },

  async follow(_world, { accountId, facts }) {
    const codeId = codeIdOf(facts);
    return codeId === undefined ? [] : [{ kind: 'code_sent', accountId, codeId }];
  },
};

function codeIdOf(facts: Readonly<Record<string, unknown>>): string | undefined {
  const { codeId } = facts;
  return typeof codeId === 'string' ? codeId : undefined;
}
