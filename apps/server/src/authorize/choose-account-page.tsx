import { AccountCard, ClosedAccountCard } from '../pages/design/account-card.tsx';
import { Button, ButtonForm } from '../pages/design/button.tsx';
import { PostForm } from '../pages/design/form.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { Logo } from '../pages/design/logo.tsx';
import { Notice } from '../pages/design/notice.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';

/** Reason why a person cannot connect this integration to an account now. */
export type UnavailableReason =
  /** The person is no admin, and an admin has to connect the integration first. */
  | 'not_admin'
  /** The integration is private to another account. */
  | 'private'
  /** The integration is public but not published, and works in its own account only. */
  | 'unmoderated'
  /** The person was deactivated in this account. */
  | 'deactivated';

/** An account to which the person may connect the integration. */
export interface ChoosableAccount {
  readonly id: number;
  readonly name: string;
  readonly domain: string;
  readonly role: 'admin' | 'member';
  /** `true`: the integration is already connected to this account, and consent adds a grant. */
  readonly installed: boolean;
}

/** View of the account chooser. Its form sends `account_id`. */
export interface ChooseAccountView {
  readonly form: FormTarget;
  readonly deny: FormTarget;
  /** The integration to connect; an unregistered one is named by its host and has no `owner`. */
  readonly app: { readonly name: string; readonly logoUrl: string | null; readonly owner: string | null };
  readonly choosable: readonly ChoosableAccount[];
  readonly unavailable: readonly {
    readonly name: string;
    readonly domain: string;
    readonly reason: UnavailableReason;
  }[];
  /** Account that is selected when the chooser opens; `null` selects none. */
  readonly selectedId: number | null;
}

/** Account chooser: radio cards for accounts that can be chosen, lines with reasons for the others. */
export function ChooseAccountPage(props: ChooseAccountView) {
  const { t } = usePage();
  const none = props.choosable.length === 0;
  const title = t(none ? 'authorize:choose.nothing-title' : 'authorize:choose.title');
  return (
    <Frame title={title} shape="journey">
      <div class="sheet">
        <div class="app-line">
          <Logo url={props.app.logoUrl} name={props.app.name} size="small" />
          <span>
            <Name>{props.app.name}</Name>
            {props.app.owner !== null && (
              <span class="muted">
                <Phrase text="authorize:owner" parts={{ owner: <bdi>{props.app.owner}</bdi> }} />
              </span>
            )}
          </span>
        </div>
        <h1>{title}</h1>
        {none ? <NothingToChoose {...props} /> : <Choice {...props} />}
        <Unavailable {...props} />
      </div>
    </Frame>
  );
}

function Choice(props: ChooseAccountView) {
  const { t } = usePage();
  const only = props.choosable.length === 1 ? props.choosable[0] : undefined;
  return (
    <>
      <PostForm target={props.form} class="fields">
        <fieldset class="account-cards">
          <legend class="unseen">{t('authorize:choose.legend')}</legend>
          {props.choosable.map((account) => (
            <AccountCard
              group="account_id"
              value={String(account.id)}
              name={account.name}
              domain={account.domain}
              note={t(account.installed ? 'authorize:choose.installed' : 'authorize:choose.not-installed', {
                role: t(`terms:role.${account.role}`),
              })}
              selected={account.id === (only?.id ?? props.selectedId)}
              key={account.id}
            />
          ))}
        </fieldset>
        <Button tone="primary" class="wide">
          {t('authorize:choose.action')}
        </Button>
      </PostForm>
      <div class="aside">
        <ButtonForm target={props.deny} tone="quiet">
          {t('authorize:choose.leave')}
        </ButtonForm>
      </div>
    </>
  );
}

/**
 * Account chooser without a choice: the most important reason why no account can be connected, and what to do about it.
 */
function NothingToChoose(props: ChooseAccountView) {
  const { t } = usePage();
  const reasons = props.unavailable.map((account) => account.reason);
  const why = (['not_admin', 'unmoderated', 'private', 'deactivated'] as const).find((reason) =>
    reasons.includes(reason),
  );
  return (
    <>
      <Notice tone="buoy" title={t(`authorize:nothing.${why ?? 'no_accounts'}.why`)}>
        <p>{t(`authorize:nothing.${why ?? 'no_accounts'}.way-out`, { owner: props.app.owner ?? props.app.name })}</p>
      </Notice>
      <div class="actions">
        <ButtonForm target={props.deny} tone="plain">
          {t('authorize:choose.leave')}
        </ButtonForm>
      </div>
    </>
  );
}

function Unavailable(props: ChooseAccountView) {
  const { t } = usePage();
  if (props.unavailable.length === 0) return null;
  return (
    <section class="closed-accounts" aria-labelledby="closed">
      <h2 id="closed">{t('authorize:choose.unavailable')}</h2>
      <ul class="account-cards">
        {props.unavailable.map((account) => (
          <ClosedAccountCard
            name={account.name}
            domain={account.domain}
            reason={t(`authorize:choose.reason.${account.reason}`, { owner: props.app.owner ?? props.app.name })}
            key={account.domain}
          />
        ))}
      </ul>
    </section>
  );
}
