import { Badge } from '../design/badge.tsx';
import { ButtonForm } from '../design/button.tsx';
import { Crumbs } from '../design/crumbs.tsx';
import { Frame } from '../design/frame.tsx';
import { Notice } from '../design/notice.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { Time } from '../design/time.tsx';
import type { DeliveryView, FailureView } from './delivery.ts';
import { stateTones } from './delivery.ts';
import type { Above } from './above.ts';
import { trailTo } from './above.ts';
import { Host, Outcome } from './outcome.tsx';

/** One try of a delivery. */
export interface TryView {
  readonly number: number;
  readonly startedAt: number;
  /** The request as it left, secrets masked; `null`: nothing left. */
  readonly request: string | null;
  readonly status: number | null;
  readonly failure: FailureView | null;
  readonly answer: string | null;
  readonly tookMs: number | null;
  readonly finished: boolean;
}

/** A delivery with its tries. */
export interface DeliveryPageView {
  readonly above: Above;
  readonly deliveriesUrl: string;
  readonly delivery: DeliveryView;
  readonly address: string;
  readonly tries: readonly TryView[];
  readonly resend: { readonly kind: 'form'; readonly target: FormTarget } | { readonly kind: 'never' | 'pending' };
  /** It was just sent again. */
  readonly done: boolean;
}

/** What was sent, what was answered, and the press that sends it again. */
export function DeliveryPage(props: DeliveryPageView) {
  const { t } = usePage();
  const { delivery, resend } = props;
  return (
    <Frame title={t(`hooks:hook.${delivery.hook}`)} shape="page">
      <Crumbs trail={[...trailTo(props.above, t), { text: t('hooks:title'), href: props.deliveriesUrl }]} />
      <h1>
        {t(`hooks:hook.${delivery.hook}`)}{' '}
        <Badge tone={stateTones[delivery.state]}>{t(`hooks:state.${delivery.state}`)}</Badge>
      </h1>
      {props.done && (
        <Notice tone="good" live>
          <p>{t('hooks:resend.done')}</p>
        </Notice>
      )}
      <div class="sheet">
        <dl class="facts">
          <dt>{t('hooks:fact.url')}</dt>
          <dd>
            <Host name={props.address} />
          </dd>
          <dt>{t('hooks:fact.id')}</dt>
          <dd>
            <Host name={delivery.id} />
          </dd>
          <dt>{t('hooks:fact.account')}</dt>
          <dd>{delivery.test ? t('hooks:test') : delivery.accountId}</dd>
          <Instant name={t('hooks:fact.created')} at={delivery.createdAt} />
          <Instant name={t('hooks:fact.finished')} at={delivery.finishedAt} />
          <Instant name={t('hooks:fact.due')} at={delivery.dueAt} />
        </dl>
        {resend.kind === 'form' ? (
          <div class="stack">
            <p class="muted small">{t('hooks:resend.means')}</p>
            <ButtonForm target={resend.target} tone="plain">
              {t('hooks:resend.do')}
            </ButtonForm>
          </div>
        ) : (
          <p class="muted small">{t(`hooks:resend.${resend.kind}`)}</p>
        )}
      </div>
      {props.tries.length === 0 && <p class="muted">{t('hooks:no-tries')}</p>}
      {props.tries.map((one) => (
        <Try {...one} key={one.number} />
      ))}
    </Frame>
  );
}

function Instant(props: { name: string; at: number | null }) {
  if (props.at === null) return null;
  return (
    <>
      <dt>{props.name}</dt>
      <dd>
        <Time at={props.at} />
      </dd>
    </>
  );
}

function Try(one: TryView) {
  const { t } = usePage();
  const id = `try-${one.number}`;
  return (
    <section class="block" aria-labelledby={id}>
      <h2 id={id}>{t('hooks:try', { number: one.number })}</h2>
      <p class="muted">
        <Time at={one.startedAt} />
        {' · '}
        {one.finished ? <Outcome status={one.status} failure={one.failure} /> : t('hooks:under-way')}
        {one.tookMs !== null && ' · '}
        {one.tookMs !== null && t('hooks:took', { ms: one.tookMs })}
      </p>
      <details>
        <summary>{t('hooks:request')}</summary>
        {one.request === null ? (
          <p class="muted small">{t('hooks:unsent')}</p>
        ) : (
          <>
            <p class="muted small">{t('hooks:masked')}</p>
            <Message text={one.request} label={t('hooks:request')} />
          </>
        )}
      </details>
      {one.answer !== null && (
        <details>
          <summary>{t('hooks:answer')}</summary>
          {one.answer === '' ? (
            <p class="muted small">{t('hooks:empty')}</p>
          ) : (
            <Message text={one.answer} label={t('hooks:answer')} />
          )}
        </details>
      )}
    </section>
  );
}

/** Somebody's text as it is; it scrolls by keyboard too. */
function Message(props: { text: string; label: string }) {
  return (
    <pre class="message mono" dir="ltr" tabIndex={0} role="region" aria-label={props.label}>
      {props.text}
    </pre>
  );
}
