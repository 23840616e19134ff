import type { ComponentChildren } from 'preact';
import { languageFacts } from '@pristan/locales';
import { languages } from '@pristan/wire';
import { ConfirmAgain } from './confirm-again.tsx';
import { ButtonForm } from './button.tsx';
import { PostForm } from './form.tsx';
import { Mark } from './mark.tsx';
import { Name } from './phrase.tsx';
import { usePage } from './page-context.ts';

/**
 * Layout of a page. `journey`: one column of 440 px for sign-in, choosing and consent. `page`: a wider sheet with the
 * signed-in person's header.
 */
export type FrameShape = 'journey' | 'page';

/** Frame of every page: title, skip link, header, `main`, and a footer with the language switch. */
export function Frame(props: {
  title: string;
  shape: FrameShape;
  main?: Readonly<Record<`data-${string}`, string>>;
  scripts?: readonly string[];
  children: ComponentChildren;
}) {
  const { language, t, assetUrl } = usePage();
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${props.title} · Pristan`}</title>
        <link rel="icon" type="image/svg+xml" href={assetUrl('favicon.svg')} />
        <link rel="stylesheet" href={assetUrl('pages.css')} />
        {props.scripts?.map((src) => (
          <script src={src} defer key={src} />
        ))}
      </head>
      <body class={props.shape}>
        <a class="skip" href="#main">
          {t('frame:skip')}
        </a>
        <Header shape={props.shape} />
        <main id="main" tabIndex={-1} {...props.main}>
          <ConfirmAgain />
          {props.children}
        </main>
        <Footer shape={props.shape} />
      </body>
    </html>
  );
}

function Header(props: { shape: FrameShape }) {
  const { viewer, t } = usePage();
  return (
    <header class="frame-header">
      {viewer !== null && props.shape === 'page' ? (
        <a class="brand" href={viewer.homeUrl}>
          <Mark />
          <span>Pristan</span>
        </a>
      ) : (
        <div class="brand">
          <Mark />
          <span>Pristan</span>
        </div>
      )}
      {viewer !== null && props.shape === 'page' && (
        <div class="viewer">
          <span class="viewer-who">
            <Name>{viewer.name}</Name>
            <bdi class="viewer-email">{viewer.email}</bdi>
          </span>
          <ButtonForm target={viewer.signOut} tone="quiet">
            {t('frame:sign-out')}
          </ButtonForm>
        </div>
      )}
    </header>
  );
}

function Footer(props: { shape: FrameShape }) {
  const { language, languageForm, viewer, t } = usePage();
  return (
    <footer class="frame-footer">
      {viewer !== null && props.shape === 'journey' && (
        <div class="viewer">
          <span>
            {t('frame:signed-in-as')} <bdi class="name">{viewer.email}</bdi>
          </span>
          <ButtonForm target={viewer.signOut} tone="quiet">
            {t('frame:sign-out')}
          </ButtonForm>
        </div>
      )}
      {languageForm !== null && (
        <PostForm target={languageForm} class="language">
          <span class="unseen">{t('frame:language')}</span>
          {languages.map((other) =>
            other === language ? (
              <span class="language-now" aria-current="true" key={other}>
                {languageFacts[other].name}
              </span>
            ) : (
              <button type="submit" class="button quiet" name="language" value={other} lang={other} key={other}>
                {languageFacts[other].name}
              </button>
            ),
          )}
        </PostForm>
      )}
    </footer>
  );
}
