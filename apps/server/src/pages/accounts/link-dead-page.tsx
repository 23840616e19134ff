import { Frame } from '../design/frame.tsx';
import { LinkButton } from '../design/button.tsx';
import { usePage } from '../design/setting.ts';

/** A link from a letter that leads nowhere any more. */
export interface LinkDeadView {
  readonly kind: 'reset' | 'invitation' | 'invitation-ended';
  /** Where to ask for a new reset link, or to sign in. */
  readonly onwardUrl: string;
}

/** Says that a letter's link is used up, expired or revoked, and how to get a new one. */
export function LinkDeadPage(props: LinkDeadView) {
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
