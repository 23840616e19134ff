import { Crumbs } from './crumbs.tsx';
import { usePage } from './setting.ts';

/** The account a page belongs to, and the way to its other pages. */
export interface AccountHeadView {
  readonly name: string;
  readonly domain: string;
  readonly homeUrl: string;
  readonly integrationsUrl: string;
  readonly membersUrl: string;
  /** The same account in the console; `null`: it is for its admins. */
  readonly consoleUrl: string | null;
}

/** The head of an account's pages: its name as the heading, its host, and the links between its pages. */
export function AccountHead(props: { account: AccountHeadView; here: 'integrations' | 'members' }) {
  const { t } = usePage();
  const { account, here } = props;
  return (
    <div class="account-head">
      <Crumbs trail={[{ text: t('accounts:home.title'), href: account.homeUrl }]} />
      <h1>
        <bdi>{account.name}</bdi>
      </h1>
      <bdi class="mono muted" dir="ltr">
        {account.domain}
      </bdi>
      <nav class="tabs" aria-label={t('frame:account-pages')}>
        <a href={account.integrationsUrl} aria-current={here === 'integrations' ? 'page' : undefined}>
          {t('install:title')}
        </a>
        <a href={account.membersUrl} aria-current={here === 'members' ? 'page' : undefined}>
          {t('accounts:members.title')}
        </a>
        {account.consoleUrl !== null && <a href={account.consoleUrl}>{t('frame:in-console')}</a>}
      </nav>
    </div>
  );
}
