import { Button, ButtonForm } from '../pages/design/button.tsx';
import { PostForm } from '../pages/design/form.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { HostLine } from '../pages/design/host-line.tsx';
import { Logo } from '../pages/design/logo.tsx';
import { Notice } from '../pages/design/notice.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { RequestedAccess, type RequestedAccessView } from '../pages/design/requested-access.tsx';

/**
 * View of a metadata button's consent page. Everything but the account comes from the site with the button, unverified.
 */
export interface ExternalConsentView {
  readonly name: string;
  /** Description of the integration as sanitized HTML, shortened. */
  readonly descriptionHtml: string;
  readonly account: { readonly name: string; readonly domain: string };
  /** Host (with a port, if any) that receives the new integration's secret keys. */
  readonly keysHost: string;
  /** Host of the page that the person returns to after consent. */
  readonly returnHost: string;
  /** The secret keys go to another site than the one the person returns to. */
  readonly hostsDiffer: boolean;
  /** The secret keys go to a program on the person's own computer. */
  readonly loopback: boolean;
  readonly scopes: RequestedAccessView['scopes'];
  readonly allow: FormTarget;
  readonly deny: FormTarget;
  /** Form that leads back to the account chooser; `null` when the person has only one account. */
  readonly changeAccount: FormTarget | null;
}

/**
 * Consent page of a metadata button: says that a new integration is created, which host gets its secret keys, and its
 * access; with Allow and Deny.
 */
export function ExternalConsentPage(props: ExternalConsentView) {
  const { t, language } = usePage();
  const { account } = props;
  const what = new Intl.ListFormat(language).format(props.scopes.map((scope) => t(`authorize:scope.${scope}.short`)));
  const named = <Name>{account.name}</Name>;
  return (
    <Frame title={t('authorize:consent.title', { name: props.returnHost })} shape="journey">
      <div class="sheet consent">
        <h1>
          <Phrase
            text="authorize:consent.sentence"
            parts={{ name: <Name>{props.name}</Name>, account: named }}
            values={{ what }}
          />
        </h1>
        <div class="consent-account">
          <bdi class="mono" dir="ltr">
            {account.domain}
          </bdi>
          {props.changeAccount !== null && (
            <ButtonForm target={props.changeAccount} tone="quiet">
              {t('authorize:consent.change-account')}
            </ButtonForm>
          )}
        </div>
        <Notice tone="buoy" title={t('authorize:external.creates.title')}>
          <p>
            <Phrase text="authorize:external.creates.means" parts={{ account: named }} />
          </p>
        </Notice>
        <dl class="hosts">
          <HostLine label={t('authorize:external.keys-host')} host={props.keysHost} />
          <HostLine label={t('authorize:consent.return-host')} host={props.returnHost} />
        </dl>
        {props.hostsDiffer && (
          <Notice tone="bad" title={t('authorize:external.differ.title')}>
            <p>{t('authorize:external.differ.means')}</p>
          </Notice>
        )}
        {props.loopback && <p class="muted small">{t('authorize:external.loopback')}</p>}
        <section class="app" aria-label={props.name}>
          <div class="app-face">
            <Logo url={null} name={props.name} size="large" />
            <p class="app-name">
              <bdi>{props.name}</bdi>
            </p>
          </div>
          <div class="foreign" dangerouslySetInnerHTML={{ __html: props.descriptionHtml }} />
        </section>
        <RequestedAccess kind="external" scopes={props.scopes} access="full" />
        <Notice tone="buoy" title={t('authorize:consent.full.title')}>
          <p>
            <Phrase text="authorize:consent.full.means" parts={{ account: named }} />
          </p>
        </Notice>
        <Decision allow={props.allow} deny={props.deny} />
      </div>
    </Frame>
  );
}

function Decision({ allow, deny }: Pick<ExternalConsentView, 'allow' | 'deny'>) {
  const { t } = usePage();
  return (
    <div class="decision">
      <PostForm target={deny}>
        <Button tone="plain" class="wide">
          {t('authorize:consent.deny')}
        </Button>
      </PostForm>
      <PostForm target={allow} class="accept-place">
        <Button tone="primary" class="wide js-accept">
          {t('authorize:consent.allow')}
        </Button>
      </PostForm>
    </div>
  );
}
