import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import type { AccountRow, InstallationRow, IntegrationCard, SetupProgressRow, CodeSentByHook } from '@pristan/flows';
import { accountChoice } from '@pristan/rules';
import type { InstallationDetailBody } from '@pristan/wire/api';
import type { World } from '../environment/open.ts';

type Detail = Pick<InstallationDetailBody, 'other_side' | 'ways' | 'developer' | 'scopes' | 'host'>;

/** Status of an installation at the integrator's side, and the actions that an admin of the account can take. */
export async function installationDetail(world: World, accountId: number, row: InstallationRow): Promise<Detail> {
  const { integrationId } = row;
  const { evidence, widgets, moderation, configure } = world.store;
  const [progress, sent, askedAt, live, withSettings, adoption, card, account] = await Promise.all([
    evidence.progress(accountId, integrationId),
    widgets.sentCodes(accountId, [integrationId]),
    configure.codeAskedAt(accountId, integrationId),
    widgets.live([integrationId]),
    widgets.withSettings([integrationId]),
    moderation.pendingFor(accountId, integrationId),
    world.store.installs.integrationCard(integrationId),
    world.store.accounts.account(accountId),
  ]);
  const now = world.clock.now();
  const reachable = isReachable(row, card, account);
  return {
    developer: card === undefined || card.kind === 'external' ? null : card.owner.name,
    scopes: [...(card?.scopes ?? [])],
    host: card === undefined ? null : new URL(card.redirectUri).host,
    other_side: {
      ...otherSide(progress),
      sent_codes: sent.map((one) => sentCode(one, now)),
      code_asked_at: secondsOrNull(askedAt),
    },
    ways: {
      widget: reachable && live.length > 0,
      settings: withSettings.length > 0,
      // An external integration is connected by the button on its own site, not from here.
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

function otherSide({
  code,
  exchangedAt,
  calledAt,
}: SetupProgressRow): Omit<Detail['other_side'], 'code_asked_at' | 'sent_codes'> {
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

function sentCode(sent: CodeSentByHook, now: number): Detail['other_side']['sent_codes'][number] {
  const { redeemedAt } = sent;
  return {
    person: sent.person ?? null,
    at: unixSeconds(sent.sentAt ?? sent.issuedAt),
    code: redeemedAt !== undefined ? 'exchanged' : sent.expiresAt > now ? 'waiting' : 'expired',
    exchanged_at: secondsOrNull(redeemedAt),
    delivery: sent.delivery,
    status: sent.status ?? null,
    took_ms: sent.tookMs ?? null,
  };
}

/** Whether an admin of the account could connect this installation's integration now. */
function isReachable(
  row: InstallationRow,
  card: IntegrationCard | undefined,
  account: AccountRow | undefined,
): boolean {
  if (card?.state !== 'active' || account === undefined) return false;
  const { accountId, subdomain, name } = account;
  const place = { accountId, subdomain, name, role: 'admin', state: 'active', installation: row.state } as const;
  return accountChoice(card, place).choosable;
}
