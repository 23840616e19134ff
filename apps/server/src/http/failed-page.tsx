import { ButtonForm, LinkButton } from '../pages/design/button.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { waitText } from '../pages/design/wait-text.ts';

/**
 * Failures that end an authorization, or another page's request, with an error page of our own instead of a redirect.
 */
export const failures = [
  'unknown_client',
  'expired',
  'tampered',
  'replayed',
  'answer_expired',
  'answer_used',
  'changed',
  'integration_stopped',
  'account_stopped',
  'rights_changed',
  'conflicting_parameters',
  'metadata_missing',
  'metadata_malformed',
  'metadata_address',
  'unsupported_response_type',
  'unsupported_challenge',
  'bad_redirect_uri',
  'bad_request',
  'not_text',
  'too_early',
  'not_a_person',
  'wrong_host',
  'foreign_form',
  'form_expired',
  'not_found',
  'method_not_allowed',
  'not_allowed',
  'too_many',
  'server_fault',
  'unavailable',
] as const;

/** Kind of failure that an error page is about. */
export type PageFailure = (typeof failures)[number];

/** View of an error page. */
export interface FailedView {
  readonly kind: PageFailure;
  /** Next action for the reader of the error page: a button that repeats the step, or a page to go to. */
  readonly onward: { readonly press: FormTarget } | { readonly url: string } | null;
  /** Name of the wrong request parameter, for the author of the link. */
  readonly parameter: string | null;
  /** Time at which the reader may try again (epoch milliseconds), for `too_many` and `unavailable`. */
  readonly retryAt: number | null;
  /** Id of the failed request, for a report to the operator. */
  readonly requestId: string | null;
}

/** Failures outside an authorization or after its end; their error pages say nothing about what was granted. */
const aside: readonly PageFailure[] = [
  'answer_expired',
  'answer_used',
  'changed',
  'not_found',
  'not_text',
  'method_not_allowed',
  'not_allowed',
  'wrong_host',
  'foreign_form',
  'form_expired',
  'too_many',
];

/** Failures in which an earlier answer is no longer available: the person can make the same request again. */
const over: readonly PageFailure[] = ['answer_expired', 'answer_used'];

/** Error page: says what happened, that nothing was granted, and what to do. */
export function FailedPage(props: FailedView) {
  const { t, now } = usePage();
  const { kind } = props;
  const title = t(`authorize:failed.${kind}.title`);
  return (
    <Frame title={title} shape="journey">
      <div class="sheet">
        <h1>{title}</h1>
        <p class="lead">{t(`authorize:failed.${kind}.what`)}</p>
        {!aside.includes(kind) && (
          <p class="granted-nothing">
            {t(kind === 'replayed' ? 'authorize:failed.granted.no-more' : 'authorize:failed.granted.nothing')}
          </p>
        )}
        <p>{t(`authorize:failed.${kind}.way-out`)}</p>
        {props.retryAt !== null && <p>{t('authorize:failed.retry-in', { wait: waitText(props.retryAt - now, t) })}</p>}
        {props.onward !== null && (
          <div class="actions">
            {'press' in props.onward ? (
              <ButtonForm target={props.onward.press} tone="plain">
                {t('authorize:failed.again')}
              </ButtonForm>
            ) : (
              <LinkButton tone="plain" href={props.onward.url}>
                {t(over.includes(kind) ? 'authorize:failed.anew' : 'authorize:failed.onward')}
              </LinkButton>
            )}
          </div>
        )}
        {(props.parameter !== null || props.requestId !== null) && (
          <dl class="facts small">
            {props.parameter !== null && (
              <>
                <dt>{t('authorize:failed.parameter')}</dt>
                <dd>
                  <bdi class="mono">{props.parameter}</bdi>
                </dd>
              </>
            )}
            {props.requestId !== null && (
              <>
                <dt>{t('authorize:failed.request')}</dt>
                <dd>
                  <bdi class="mono">{props.requestId}</bdi>
                </dd>
              </>
            )}
          </dl>
        )}
      </div>
    </Frame>
  );
}
