import { Badge } from '../design/badge.tsx';
import { ButtonForm, LinkButton } from '../design/button.tsx';
import { Empty } from '../design/empty.tsx';
import { Frame } from '../design/frame.tsx';
import { Notice } from '../design/notice.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { Time } from '../design/time.tsx';
import { noticeWords, type NoticeFacts } from './notice-words.ts';

/** A person's first page. */
export interface HomeView {
  readonly name: string;
  readonly accounts: readonly {
    readonly id: number;
    readonly name: string;
    readonly domain: string;
    readonly role: 'admin' | 'member';
    readonly url: string;
  }[];
  /** Newest first. */
  readonly notices: readonly {
    readonly id: string;
    readonly at: number;
    readonly facts: NoticeFacts;
    readonly dismiss: FormTarget;
  }[];
  /** For admins of any account. */
  readonly consoleUrl: string | null;
  readonly sessionsUrl: string;
}

/** The accounts a person belongs to, what they should know, and their devices. */
export function HomePage(props: HomeView) {
  const { t } = usePage();
  return (
    <Frame title={t('accounts:home.title')} shape="page">
      <h1>{t('accounts:home.greeting', { name: props.name })}</h1>
      <Notices notices={props.notices} />
      <section class="block" aria-labelledby="accounts">
        <h2 id="accounts">{t('accounts:home.accounts')}</h2>
        {props.accounts.length === 0 ? (
          <Empty>{t('accounts:home.no-accounts')}</Empty>
        ) : (
          <ul class="rows sheet">
            {props.accounts.map((account) => (
              <li class="row" key={account.id}>
                <div class="row-main">
                  <a class="row-title" href={account.url}>
                    <bdi>{account.name}</bdi>
                  </a>
                  <bdi class="mono muted" dir="ltr">
                    {account.domain}
                  </bdi>
                </div>
                <Badge tone="calm">{t(`frame:role.${account.role}`)}</Badge>
              </li>
            ))}
          </ul>
        )}
        {props.consoleUrl !== null && (
          <p class="actions">
            <LinkButton tone="plain" href={props.consoleUrl}>
              {t('accounts:home.console')}
            </LinkButton>
          </p>
        )}
      </section>
      <section class="block" aria-labelledby="security">
        <h2 id="security">{t('accounts:home.security')}</h2>
        <p>
          <a href={props.sessionsUrl}>{t('accounts:home.sessions')}</a>
        </p>
      </section>
    </Frame>
  );
}

function Notices(props: Pick<HomeView, 'notices'>) {
  const page = usePage();
  const { t } = page;
  if (props.notices.length === 0) return null;
  return (
    <section class="block" aria-labelledby="notices">
      <h2 id="notices">{t('accounts:home.notices')}</h2>
      <ul class="stack">
        {props.notices.map((notice) => {
          const words = noticeWords(notice.facts, page);
          return (
            <li key={notice.id}>
              <Notice tone={words.tone} title={words.title}>
                <p>{words.text}</p>
                {'url' in notice.facts && (
                  <p>
                    <a href={notice.facts.url}>
                      {t(
                        notice.facts.kind === 'invited' ? 'accounts:home.open-invitation' : 'accounts:home.open-people',
                      )}
                    </a>
                  </p>
                )}
                <div class="notice-foot">
                  <span class="muted">
                    <Time at={notice.at} />
                  </span>
                  <ButtonForm target={notice.dismiss} tone="quiet">
                    {t('accounts:home.dismiss')}
                  </ButtonForm>
                </div>
              </Notice>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
