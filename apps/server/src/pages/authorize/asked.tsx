import type { Given, IntegrationReach } from '@pristan/rules';
import { givenBy } from '@pristan/rules';
import type { ScopeName } from '@pristan/wire';
import { usePage } from '../design/setting.ts';
import type { TextKey } from '../texts.ts';

/** An integration's kind and the scopes it asks for: the table of methods derives from both what it gets. */
export interface AskedView {
  readonly kind: IntegrationReach['kind'];
  readonly scopes: readonly ScopeName[];
  /** `full`: an admin's grant. `own`: bounded by the rights of the person who grants. */
  readonly access: 'full' | 'own';
}

/** Two lists in words: what is asked, and what stays out of reach whatever is pressed. */
export function Asked(props: AskedView) {
  const { t } = usePage();
  const denied = deniedLines(props);
  return (
    <>
      <AskedList {...props} />
      <section aria-labelledby="cannot">
        <h2 id="cannot">{t('authorize:consent.cannot')}</h2>
        <ul class="cannot">
          {denied.map((line) => (
            <li key={line}>{t(line)}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** Lists the requested scopes, each with what our methods that need it give. */
export function AskedList(props: AskedView) {
  const { t } = usePage();
  const lines = askedLines(props);
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

/** The lines of the table: of each scope, and of what the methods give besides what its line says already. */
export function askedLines({ kind, scopes, access }: AskedView): readonly TextKey[] {
  const { now, asAdmin } = givenBy(kind, scopes, access);
  const given = now.flatMap((one) => {
    if (one === 'own_person' && now.includes('people')) return [];
    // An external integration has no widget, so there is nothing to read.
    if (one === 'widget_settings' && kind === 'external') return [];
    return saying[one] ?? [];
  });
  const later = asAdmin.flatMap((one) => sayingLater[one] ?? []);
  const [first, ...rest] = scopes.map((scope): TextKey => `authorize:scope.${scope}.line`);
  return first === undefined ? [] : scopes[0] === 'crm' ? [first, ...given, ...later, ...rest] : [first, ...rest];
}

function deniedLines({ kind, scopes, access }: AskedView): readonly TextKey[] {
  const { now } = givenBy(kind, scopes, access);
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

// The line of `crm` says the account's data; the address comes with every code.
const saying: Readonly<Record<Given, TextKey | undefined>> = {
  account: undefined,
  address: undefined,
  nothing: undefined,
  own_person: 'authorize:gives.own_person',
  people: 'authorize:gives.people',
  invitations: 'authorize:gives.invitations',
  widget_settings: 'authorize:gives.widget_settings',
};

const sayingLater: Readonly<Record<Given, TextKey | undefined>> = {
  ...saying,
  people: 'authorize:gives.people-as-admin',
};
