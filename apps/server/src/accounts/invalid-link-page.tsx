import { Frame } from '../pages/design/frame.tsx';
import { LinkButton } from '../pages/design/button.tsx';
import { usePage } from '../pages/design/page-context.ts';

/** View of the page for a mailed link that no longer works. */
export interface InvalidLinkView {
  readonly kind: 'reset' | 'invitation' | 'invitation-ended';
  /** Page where the person continues: the request for a new password-reset link, or sign-in. */
  readonly onwardUrl: string;
}

/** Says that a mailed link is used, expired or revoked, and how to get a new one. */
export function InvalidLinkPage(props: InvalidLinkView) {
  const { t } = usePage();
  return (
    <Frame title={t(`accounts:link-dead.${props.kind}.title`)} shape="journey">
      <div class="sheet">
        <h1>{t(`accounts:link-dead.${props.kind}.title`)}</h1>
        <p class="lead">{t(`accounts:link-dead.${props.kind}.what`)}</p>
        <p>{t(`accounts:link-dead.${props.kind}.way-out`)}</p>
        <div class="actions">
          <LinkButton tone="plain" href={props.onwardUrl}>
            {t(`accounts:link-dead.${props.kind}.action`)}
          </LinkButton>
        </div>
      </div>
    </Frame>
  );
}
