import type { Description } from '../pages/design/description.ts';
import { Button, ButtonForm } from '../pages/design/button.tsx';
import { PostForm } from '../pages/design/form.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { HostLine } from '../pages/design/host-line.tsx';
import { Logo } from '../pages/design/logo.tsx';
import { Notice } from '../pages/design/notice.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { UnreviewedNote, type UnreviewedLine } from '../pages/design/unreviewed-note.tsx';
import { RequestedAccess, type RequestedAccessView } from '../pages/design/requested-access.tsx';

/** View of the consent page. */
export interface ConsentView {
  readonly app: {
    readonly name: string;
    readonly logoUrl: string | null;
    /** Language of the integration's description. */
    readonly language?: string;
    /** Summary and other short texts, each shown as a paragraph. */
    readonly texts: readonly { readonly text: string; readonly language: string | undefined }[];
    /** Name of the account that owns and answers for the integration. */
    readonly owner: string;
    readonly description: Description | null;
    readonly standing: 'published' | 'unmoderated' | 'private';
  };
  /** Changes of the integration since its publication that nobody has reviewed. */
  readonly unreviewed: readonly UnreviewedLine[];
  readonly account: { readonly name: string; readonly domain: string };
  /** Host (with a port, if any) that receives the authorization code: the redirect URI's host. */
  readonly codeHost: string;
  /** Host of the page that the person returns to after consent. */
  readonly returnHost: string;
  /** The authorization code goes to a program on the person's own computer (a loopback redirect URI). */
  readonly loopback: boolean;
  readonly kind: RequestedAccessView['kind'];
  readonly scopes: RequestedAccessView['scopes'];
  /**
   * `full`: an admin's grant, which stays when the admin leaves. `own`: a grant bounded by the member's rights, which
   * ends with the member.
   */
  readonly access: 'full' | 'own';
  /** `false` when the integration is not connected yet: Allow then connects it to the account. */
  readonly installed: boolean;
  readonly allow: FormTarget;
  readonly deny: FormTarget;
  /** Form that leads back to the account chooser; `null` when the person has only one account. */
  readonly changeAccount: FormTarget | null;
}

/**
 * Consent page: shows integration, access and account, with Allow and Deny. Allow appears after 800 ms, by CSS alone.
 */
export function ConsentPage(props: ConsentView) {
  const { t, language } = usePage();
  const { app, account } = props;
  const what = new Intl.ListFormat(language).format(props.scopes.map((scope) => t(`authorize:scope.${scope}.short`)));
  const sentence = props.scopes.length === 0 ? 'authorize:consent.sentence-bare' : 'authorize:consent.sentence';
  return (
    <Frame title={t('authorize:consent.title', { name: app.name })} shape="journey">
      <div class="sheet consent">
        <h1>
          <Phrase
            text={sentence}
            parts={{ name: <Name>{app.name}</Name>, account: <Name>{account.name}</Name> }}
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
        <dl class="hosts">
          <HostLine label={t('authorize:consent.code-host')} host={props.codeHost} />
          <HostLine label={t('authorize:consent.return-host')} host={props.returnHost} />
        </dl>
        {props.loopback && <p class="muted small">{t('authorize:consent.loopback')}</p>}
        <App {...app} />
        <RequestedAccess kind={props.kind} scopes={props.scopes} access={props.access} />
        <Notes {...props} />
        <div class="decision">
          <PostForm target={props.deny}>
            <Button tone="plain" class="wide">
              {t('authorize:consent.deny')}
            </Button>
          </PostForm>
          <PostForm target={props.allow} class="accept-place">
            <Button tone="primary" class="wide js-accept">
              {t('authorize:consent.allow')}
            </Button>
          </PostForm>
        </div>
      </div>
    </Frame>
  );
}

function App(app: ConsentView['app']) {
  const { t } = usePage();
  return (
    <section class="app" aria-label={app.name}>
      <div class="app-face">
        <Logo url={app.logoUrl} name={app.name} size="large" />
        <div>
          <p class="app-name">
            <bdi>{app.name}</bdi>
          </p>
          <p class="muted small">
            <Phrase text="authorize:owner" parts={{ owner: <bdi>{app.owner}</bdi> }} />
          </p>
        </div>
      </div>
      {app.texts.map(({ text, language }) => (
        <p>
          <bdi lang={language}>{text}</bdi>
        </p>
      ))}
      {app.description !== null &&
        ('html' in app.description ? (
          <details>
            <summary>{t('authorize:consent.description')}</summary>
            <div class="foreign" lang={app.language} dangerouslySetInnerHTML={{ __html: app.description.html }} />
          </details>
        ) : (
          <p>
            <a href={app.description.url} target="_blank" rel="noopener">
              {t('authorize:consent.description-page')}
            </a>
          </p>
        ))}
    </section>
  );
}

function Notes(props: ConsentView) {
  const { t } = usePage();
  const account = <Name>{props.account.name}</Name>;
  return (
    <div class="stack">
      <UnreviewedNote lines={props.unreviewed} />
      {props.access === 'full' && (
        <Notice tone="buoy" title={t('authorize:consent.full.title')}>
          <p>
            <Phrase text="authorize:consent.full.means" parts={{ account }} />
          </p>
        </Notice>
      )}
      {props.app.standing === 'unmoderated' && (
        <Notice tone="buoy" title={t('authorize:consent.unmoderated.title')}>
          <p>
            <Phrase text="authorize:consent.unmoderated.means" parts={{ owner: <Name>{props.app.owner}</Name> }} />
          </p>
        </Notice>
      )}
      {!props.installed && (
        <p class="muted small">
          <Phrase text="authorize:consent.installs" parts={{ account }} />
        </p>
      )}
    </div>
  );
}
