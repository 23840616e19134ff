import { Crumbs } from '../design/crumbs.tsx';
import { Frame } from '../design/frame.tsx';
import { usePage } from '../design/setting.ts';
import { Time } from '../design/time.tsx';

/** One letter that was not sent. */
export interface DevMailView {
  readonly listUrl: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: number;
}

const address = /(https?:\/\/[^\s]+)/;

/** A letter as its reader would see it; addresses in it can be followed. */
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
