import { secondsOrNull, unixSeconds } from '../../http/unix-seconds.ts';
import type { InstallationRow, ProgressRow } from '@pristan/flows';
import { accountChoice } from '@pristan/rules';
import type { InstallationDetailBody } from '@pristan/wire/api';
import type { World } from '../../environment/open.ts';

type Detail = Pick<InstallationDetailBody, 'other_side' | 'ways'>;

/** How an installation stands at the integrator's side, and what an admin of the account can do about it. */
export async function installationDetail(world: World, accountId: number, row: InstallationRow): Promise<Detail> {
  const { integrationId } = row;
  const { evidence, widgets, moderation, configure } = world.store;
  const [progress, askedAt, live, withSettings, adoption, reachable] = await Promise.all([
    evidence.progress(accountId, integrationId),
    configure.codeAskedAt(accountId, integrationId),
    widgets.live([integrationId]),
    widgets.withSettings([integrationId]),
    moderation.pendingFor(accountId, integrationId),
    isReachable(world, accountId, row),
  ]);
  return {
    other_side: { ...otherSide(progress), code_asked_at: secondsOrNull(askedAt) },
    ways: {
      widget: reachable && live.length > 0,
      settings: withSettings.length > 0,
      // An external integration is asked for by its site's own button.
      consent: reachable && row.kind !== 'external',
      adoption:
        adoption === undefined
          ? null
          : {
              adoption_id: adoption.adoptionId,
              integration: adoption.integration,
              moves_at: unixSeconds(adoption.movesAt),
            },
    },
  };
}

function otherSide({ code, exchangedAt, calledAt }: ProgressRow): Omit<Detail['other_side'], 'code_asked_at'> {
  return {
    code:
      code === undefined
        ? null
        : {
            issued_at: unixSeconds(code.issuedAt),
            expires_at: unixSeconds(code.expiresAt),
            redeemed_at: secondsOrNull(code.redeemedAt),
          },
    exchanged_at: secondsOrNull(exchangedAt),
    last_used_at: secondsOrNull(calledAt),
  };
}

/** Whether an admin of the account could allow it now. */
async function isReachable(world: World, accountId: number, row: InstallationRow): Promise<boolean> {
  const [card, account] = await Promise.all([
    world.store.installs.integrationCard(row.integrationId),
    world.store.accounts.account(accountId),
  ]);
  if (card?.state !== 'active' || account === undefined) return false;
  const { subdomain, name } = account;
  const place = { accountId, subdomain, name, role: 'admin', state: 'active', installation: row.state } as const;
  return accountChoice(card, place).choosable;
}
