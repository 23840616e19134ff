import { Text, VisuallyHidden } from '@mantine/core';
import type { ActivitySearch } from '../../api/activity-search.ts';
import type { ActivityEntry as Entry } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { AnchorLink } from '../../ui/links.tsx';
import { Time } from '../../ui/time.tsx';
import type { EntryFact } from './activity-facts.ts';
import { factsOf, fieldName } from './activity-facts.ts';
import { activityGroupOf } from './activity-kinds.ts';

interface Shown {
  readonly accountId: string;
  readonly entry: Entry;
  /** The log’s present filter; a link in an entry adds its person or integration to the filter. */
  readonly filter: ActivitySearch;
}

/** An entry of the activity log: event, time, and the people and integrations involved as links. */
export function ActivityEntry({ accountId, entry, filter }: Shown) {
  const texts = useTexts();
  const { t } = texts;
  return (
    <li>
      <div className="entry-head">
        <Text fw={550}>{t(`accounts:activity.kind.${entry.kind}`)}</Text>
        <Text size="sm" c="dimmed">
          <Time at={entry.at} />
        </Text>
      </div>
      <Text size="sm" c="dimmed" className="who">
        {factsOf(texts, entry).map((fact, place) => (
          <span key={`${fact.isConcerned === true ? '→' : ''}${fact.words}`}>
            {fact.isConcerned === true ? <Arrow spoken={t('accounts:activity.concerns')} /> : place > 0 && ' · '}
            <FactWords accountId={accountId} fact={fact} filter={filter} />
            {fact.client !== undefined && <PlaceLink accountId={accountId} entry={entry} clientId={fact.client} />}
          </span>
        ))}
        {entry.address !== null && (
          <span className="address"> · {t('accounts:activity.at', { address: entry.address })}</span>
        )}
      </Text>
      {entry.facts.changes.length > 0 && <Changes entry={entry} />}
    </li>
  );
}

/** Lists the fields that an edit changed, with their values before and after where these are known. */
function Changes({ entry }: Pick<Shown, 'entry'>) {
  const texts = useTexts();
  const { t } = texts;
  return (
    <ul className="changes" aria-label={t('accounts:activity.changed')}>
      {entry.facts.changes.map(({ field, before, after }) => (
        <li key={field}>
          <bdi>{fieldName(texts, field)}</bdi>
          {before !== null && after !== null && (
            <>
              {': '}
              <bdi className="mono">{before === '' ? '–' : before}</bdi>
              <Arrow spoken={t('accounts:activity.becomes')} />
              <bdi className="mono">{after === '' ? '–' : after}</bdi>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** An arrow between two values; screen readers say `spoken` instead. */
function Arrow({ spoken }: { readonly spoken: string }) {
  return (
    <>
      <span aria-hidden>{' → '}</span>
      <VisuallyHidden component="span">{spoken}</VisuallyHidden>
    </>
  );
}

function FactWords({ accountId, fact, filter }: Omit<Shown, 'entry'> & { readonly fact: EntryFact }) {
  const { words, person, client } = fact;
  const named = { ...(person !== undefined && { person }), ...(client !== undefined && { client }) };
  const asked =
    (named.person === undefined || named.person === filter.person) &&
    (named.client === undefined || named.client === filter.client);
  if (asked) return <bdi>{words}</bdi>;
  return (
    <AnchorLink
      to="/accounts/$accountId/activity"
      params={{ accountId }}
      search={{ ...filter, ...named }}
      underline="always"
    >
      <bdi>{words}</bdi>
    </AnchorLink>
  );
}

/**
 * Link to the entry’s integration: to its developer’s pages if the entry is about developing it, otherwise to the
 * installed integration.
 */
function PlaceLink(props: { readonly accountId: string; readonly entry: Entry; readonly clientId: string }) {
  const { t } = useTexts();
  const { entry, ...params } = props;
  const { integration_installed: installed, integration_own: own } = entry;
  if (!installed && !own) return null;
  const isOwn = own && (activityGroupOf[entry.kind] === 'own' || !installed);
  return (
    <>
      {' ('}
      <AnchorLink
        to={`/accounts/$accountId/${isOwn ? 'integrations' : 'installed'}/$clientId`}
        params={params}
        underline="always"
        aria-label={t('accounts:activity.open-which', { name: entry.integration_name ?? '' })}
      >
        {t('accounts:activity.open')}
      </AnchorLink>
      )
    </>
  );
}
