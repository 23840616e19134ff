import type { InstallationRow, SentCode } from '@pristan/flows';
import { freshCodesStatement, permits } from '@pristan/rules';
import { newConfirmation } from '../../http/confirmation.ts';
import type { Site } from '../../http/page.ts';
import type { SentCodeView, WidgetView } from '../../pages/install/widget-section.tsx';
import { freshCodesPath, installPath, settingsPath } from './installation-paths.ts';
import type { AtAccount } from './place.ts';

/** The widgets of an account's installations: where its admins act, and what became of the codes that were sent. */
export async function widgetViews(
  site: Site,
  at: AtAccount,
  { installations, now }: { readonly installations: readonly InstallationRow[]; readonly now: number },
): Promise<Readonly<Record<string, WidgetView>>> {
  if (!permits(at.membership, 'installation.configure')) return {};
  const { accountId } = at.account;
  const { widgets } = site.store;
  const ids = installations.map(({ integrationId }) => integrationId);
  const [sent, live, withSettings] = await Promise.all([
    widgets.sentCodes(accountId, ids),
    widgets.live(ids),
    widgets.withSettings(ids),
  ]);
  const views = installations.flatMap((row): [string, WidgetView][] => {
    const { integrationId } = row;
    const isLive = live.includes(integrationId);
    const codes = sent.filter((one) => one.integrationId === integrationId).map((one) => sentView(one, now));
    const settingsUrl = withSettings.includes(integrationId) ? settingsPath(accountId, integrationId) : null;
    if (!isLive && codes.length === 0 && settingsUrl === null) return [];
    return [
      [
        integrationId,
        {
          url: isLive ? installPath(accountId, integrationId) : null,
          settingsUrl,
          sent: codes,
          freshCodes: isLive && row.state === 'enabled' ? freshCodes(site, at, row) : null,
        },
      ],
    ];
  });
  return Object.fromEntries(views);
}

function freshCodes(site: Site, at: AtAccount, row: InstallationRow): WidgetView['freshCodes'] {
  const { accountId, name } = at.account;
  const to = row.freshCodes === 'allowed' ? 'forbidden' : 'allowed';
  const statement = freshCodesStatement({ accountId, name, role: at.membership.role }, row);
  return {
    now: row.freshCodes,
    change: {
      action: freshCodesPath(accountId, row.integrationId),
      hidden: { to, press: newConfirmation(site, at.session, statement) },
    },
  };
}

function sentView(sent: SentCode, now: number): SentCodeView {
  const { redeemedAt } = sent;
  return {
    person: sent.person ?? null,
    at: sent.sentAt ?? sent.issuedAt,
    code: redeemedAt !== undefined ? 'exchanged' : sent.expiresAt > now ? 'waiting' : 'expired',
    exchangedAt: redeemedAt ?? null,
    delivery: sent.delivery,
    status: sent.status ?? null,
    tookMs: sent.tookMs ?? null,
  };
}
