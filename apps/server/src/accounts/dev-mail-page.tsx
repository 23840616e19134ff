import { Crumbs } from '../pages/design/crumbs.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { usePage } from '../pages/design/page-context.ts';
import { Time } from '../pages/design/time.tsx';

/** View of one mail that a development server shows instead of sending it. */
export interface DevMailView {
  readonly listUrl: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: number;
}

const address = /(https?:\/\/[^\s]+)/;

/** Shows a mail as its recipient would see it, with working links. */
export function DevMailPage(props: DevMailView) {
  const { t } = usePage();
  return (
    <Frame title={props.subject} shape="page">
      <Crumbs trail={[{ text: t('accounts:dev-mail.title'), href: props.listUrl }]} />
      <h1>
        <bdi>{props.subject}</bdi>
      </h1>
      <p class="muted">
        {t('accounts:dev-mail.to')} <bdi>{props.to}</bdi> · <Time at={props.at} />
      </p>
      <div class="sheet letter">
        {props.text.split(address).map((piece, index) => (index % 2 === 0 ? piece : <a href={piece}>{piece}</a>))}
      </div>
    </Frame>
  );
}
