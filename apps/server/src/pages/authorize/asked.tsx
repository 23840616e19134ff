import { usePage } from '../design/setting.ts';
import { scopes, type Scope } from './scope.ts';

/** Two lists in words: what is asked, and what stays out of reach whatever is pressed. */
export function Asked(props: { scopes: readonly Scope[]; access: 'full' | 'own' }) {
  const { t } = usePage();
  const asked = scopes.filter((scope) => props.scopes.includes(scope));
  const denied = [
    ...(props.access === 'own' ? [t('authorize:cannot.beyond-you')] : []),
    ...(asked.includes('files') && !asked.includes('files_delete') ? [t('authorize:cannot.files_delete')] : []),
    ...(asked.includes('files') || asked.includes('files_delete') ? [] : [t('authorize:cannot.files')]),
    t('authorize:cannot.password'),
    t('authorize:cannot.other-accounts'),
  ];
  return (
    <>
      {asked.length > 0 && (
        <section aria-labelledby="asked">
          <h2 id="asked">{t('authorize:consent.asked')}</h2>
          <ul class="asked">
            {asked.map((scope) => (
              <li key={scope}>{t(`authorize:scope.${scope}.line`)}</li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="cannot">
        <h2 id="cannot">{t('authorize:consent.cannot')}</h2>
        <ul class="cannot">
          {denied.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
    </>
  );
}
