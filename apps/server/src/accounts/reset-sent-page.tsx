import { Frame } from '../pages/design/frame.tsx';
import { Name, Phrase } from '../pages/design/phrase.tsx';
import { usePage } from '../pages/design/page-context.ts';

/** View of the answer to every password-reset request, whether or not somebody here has that address. */
export interface ResetSentView {
  readonly email: string;
  readonly validMinutes: number;
  readonly signInUrl: string;
}

/** Page that says where to look for the password-reset mail, and what to do if it does not come. */
export function ResetSentPage(props: ResetSentView) {
  const { t } = usePage();
  return (
    <Frame title={t('accounts:reset-sent.title')} shape="journey">
      <div class="sheet">
        <h1>{t('accounts:reset-sent.title')}</h1>
        <p class="lead">
          <Phrase text="accounts:reset-sent.lead" parts={{ email: <Name>{props.email}</Name> }} />
        </p>
        <p>{t('accounts:reset-sent.valid', { count: props.validMinutes })}</p>
        <p class="muted">{t('accounts:reset-sent.not-come')}</p>
        <p class="aside">
          <a href={props.signInUrl}>{t('accounts:reset.back')}</a>
        </p>
      </div>
    </Frame>
  );
}
