import { ButtonForm } from '../pages/design/button.tsx';
import { Copyable } from '../pages/design/copyable.tsx';
import { Notice } from '../pages/design/notice.tsx';
import { usePage, type FormTarget } from '../pages/design/page-context.ts';
import { Time } from '../pages/design/time.tsx';
import { waitText } from '../pages/design/wait-text.ts';

/**
 * Authorization code that an integration gets for the account that owns it: ready to copy, not issued yet, exchanged
 * for tokens, or unavailable with the reason.
 */
export type CodeView =
  | { readonly kind: 'ready'; readonly code: string; readonly expiresAt: number; readonly again: FormTarget }
  | { readonly kind: 'none'; readonly issue: FormTarget; readonly lastExpiredAt: number | null }
  | { readonly kind: 'exchanged'; readonly at: number; readonly issue: FormTarget }
  | { readonly kind: 'unavailable'; readonly why: 'not_admin' | 'integration_off' };

/** Section that shows the authorization code, its remaining time, and what to do with it. */
export function CodeSection(props: CodeView) {
  const { t } = usePage();
  return (
    <section class="block" aria-labelledby="code">
      <h2 id="code">{t('install:own-code.title')}</h2>
      <div class="sheet stack">
        <p>{t('install:own-code.what-for')}</p>
        <Body {...props} />
      </div>
    </section>
  );
}

function Body(props: CodeView) {
  const { t, now } = usePage();
  switch (props.kind) {
    case 'ready':
      return (
        <>
          <Copyable id="code-value" label={t('install:own-code.label')} value={props.code} />
          <p>{t('install:own-code.remaining', { left: waitText(props.expiresAt - now, t) })}</p>
          <p class="muted small">{t('install:own-code.once')}</p>
          <ButtonForm target={props.again} tone="plain">
            {t('install:own-code.again')}
          </ButtonForm>
        </>
      );
    case 'none':
      return (
        <>
          {props.lastExpiredAt !== null && (
            <p class="muted">
              {t('install:own-code.expired')} <Time at={props.lastExpiredAt} />
            </p>
          )}
          <ButtonForm target={props.issue} tone="primary">
            {t('install:own-code.issue')}
          </ButtonForm>
        </>
      );
    case 'exchanged':
      return (
        <>
          <p>
            {t('install:own-code.exchanged')} <Time at={props.at} />
          </p>
          <ButtonForm target={props.issue} tone="plain">
            {t('install:own-code.again')}
          </ButtonForm>
        </>
      );
    case 'unavailable':
      return (
        <Notice tone="calm">
          <p>{t(`install:own-code.unavailable.${props.why}`)}</p>
        </Notice>
      );
  }
}
