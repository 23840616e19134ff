import type { AccessCategory, IntegrationAvailability } from '@pristan/rules';
import { accessGivenBy } from '@pristan/rules';
import type { ScopeName } from '@pristan/wire';
import { usePage } from './page-context.ts';
import type { TextKey } from '../texts.ts';

/**
 * An integration's kind and requested scopes, from which the rules' table of methods derives the access that it gets.
 */
export interface RequestedAccessView {
  readonly kind: IntegrationAvailability['kind'];
  readonly scopes: readonly ScopeName[];
  /** `full`: an admin's grant. `own`: a grant bounded by the rights of the person who gives it. */
  readonly access: 'full' | 'own';
}

/** Two lists for a consent page: access that the integration requests, and access that it never gets. */
export function RequestedAccess(props: RequestedAccessView) {
  const { t } = usePage();
  const denied = deniedLines(props);
  return (
    <>
      <RequestedScopes {...props} />
      <section aria-labelledby="cannot">
        <h2 id="cannot">{t('authorize:consent.cannot')}</h2>
        <ul class="cannot">
          {denied.map((line) => (
            <li key={line}>{t(line)}</li>
          ))}
        </ul>
      </section>
      {/* An external integration belongs to the account itself, so no outside developer sees its data. */}
      {props.kind !== 'external' && <p class="muted small">{t('authorize:consent.developer-sees')}</p>}
    </>
  );
}

/** Lists the requested scopes, each with the access that the platform's API methods give for it. */
export function RequestedScopes(props: RequestedAccessView) {
  const { t } = usePage();
  const lines = requestedScopeLines(props);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">{t('authorize:consent.asked')}</h2>
      <ul class="asked">
        {lines.map((line) => (
          <li key={line}>{t(line)}</li>
        ))}
      </ul>
    </section>
  );
}

/** Lines in the list of requested access: one per scope, and one for access that no scope's line mentions. */
export function requestedScopeLines({ kind, scopes, access }: RequestedAccessView): readonly TextKey[] {
  const { now, asAdmin } = accessGivenBy(kind, scopes, access);
  const given = now.flatMap((one) => {
    if (one === 'own_person' && now.includes('people')) return [];
    // An external integration has no widget, so it has no widget settings to read.
    if (one === 'widget_settings' && kind === 'external') return [];
    return saying[one] ?? [];
  });
  const later = asAdmin.flatMap((one) => sayingLater[one] ?? []);
  const [first, ...rest] = scopes.map((scope): TextKey => `terms:scope.${scope}.means`);
  return first === undefined ? [] : scopes[0] === 'crm' ? [first, ...given, ...later, ...rest] : [first, ...rest];
}

function deniedLines({ kind, scopes, access }: RequestedAccessView): readonly TextKey[] {
  const { now } = accessGivenBy(kind, scopes, access);
  const files = scopes.includes('files');
  return [
    ...(access === 'own' ? (['authorize:cannot.beyond-you'] as const) : []),
    ...(files && !scopes.includes('files_delete') ? (['authorize:cannot.files_delete'] as const) : []),
    ...(files || scopes.includes('files_delete') ? [] : (['authorize:cannot.files'] as const)),
    now.includes('people') ? 'authorize:cannot.admins' : 'authorize:cannot.people',
    'authorize:cannot.password',
    'authorize:cannot.other-accounts',
  ];
}

// Lines for access beyond a scope's own line. The line of `crm` covers the account's data; every authorization code
// comes with the account's address.
const saying: Readonly<Record<AccessCategory, TextKey | undefined>> = {
  account: undefined,
  address: undefined,
  nothing: undefined,
  own_person: 'authorize:gives.own_person',
  people: 'authorize:gives.people',
  invitations: 'authorize:gives.invitations',
  widget_settings: 'authorize:gives.widget_settings',
};

const sayingLater: Readonly<Record<AccessCategory, TextKey | undefined>> = {
  ...saying,
  people: 'authorize:gives.people-as-admin',
};
