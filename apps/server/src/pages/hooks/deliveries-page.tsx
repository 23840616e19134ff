import { Badge } from '../design/badge.tsx';
import { Pager } from '../design/pager.tsx';
import { Crumbs } from '../design/crumbs.tsx';
import { Frame } from '../design/frame.tsx';
import { Phrase } from '../design/phrase.tsx';
import { Empty } from '../design/empty.tsx';
import { Notice } from '../design/notice.tsx';
import { usePage } from '../design/setting.ts';
import { Time } from '../design/time.tsx';
import type { DeliveryView } from './delivery.ts';
import { stateTones } from './delivery.ts';
import type { Above } from './above.ts';
import { trailTo } from './above.ts';
import { Host, Outcome } from './outcome.tsx';

/** What went out for an integration, as the admins of its technical account see it. */
export interface DeliveriesPageView {
  readonly above: Above;
  readonly deliveries: readonly (DeliveryView & { readonly url: string })[];
  readonly failing: readonly { readonly host: string; readonly since: number; readonly marked: boolean }[];
  /** The page with what went out before these; `null`: there is nothing. */
  readonly olderUrl: string | null;
  /** `null` on the first page. */
  readonly newestUrl: string | null;
}

/** The delivery log, newest first. */
export function DeliveriesPage(props: DeliveriesPageView) {
  const { t } = usePage();
  return (
    <Frame title={t('hooks:title')} shape="page">
      <Crumbs trail={trailTo(props.above, t)} />
      <h1>{t('hooks:title')}</h1>
      <p class="muted">{t('hooks:what')}</p>
      <Failing failing={props.failing} />
      {props.deliveries.length === 0 ? (
        <Empty>{t('hooks:none')}</Empty>
      ) : (
        <ul class="rows sheet">
          {props.deliveries.map((delivery) => (
            <Row {...delivery} key={delivery.id} />
          ))}
        </ul>
      )}
      <Pager list={t('hooks:title')} newestUrl={props.newestUrl} olderUrl={props.olderUrl} />
    </Frame>
  );
}

function Row(delivery: DeliveryView & { readonly url: string }) {
  const { t } = usePage();
  return (
    <li class="row">
      <div class="row-main">
        <span class="row-title">
          <a href={delivery.url}>{t(`hooks:hook.${delivery.hook}`)}</a>
          <Badge tone={stateTones[delivery.state]}>{t(`hooks:state.${delivery.state}`)}</Badge>
        </span>
        <span class="muted">
          <Host name={delivery.host} />
          {' · '}
          {delivery.test ? t('hooks:test') : t('hooks:account', { id: delivery.accountId })}
          {delivery.tries > 0 && ' · '}
          {delivery.tries > 0 && t('hooks:tries', { count: delivery.tries })}
          {' · '}
          <Outcome status={delivery.lastStatus} failure={delivery.lastFailure} after=" · " />
          <Time at={delivery.finishedAt ?? delivery.createdAt} />
        </span>
      </div>
    </li>
  );
}

function Failing(props: Pick<DeliveriesPageView, 'failing'>) {
  const { t } = usePage();
  if (props.failing.length === 0) return null;
  return (
    <Notice tone="buoy" title={t('hooks:failing.title')}>
      {props.failing.map(({ host, since, marked }) => (
        <p key={host}>
          <Phrase text="hooks:failing.since" parts={{ host: <Host name={host} />, since: <Time at={since} /> }} />{' '}
          {marked && t('hooks:failing.marked')}
        </p>
      ))}
    </Notice>
  );
}
