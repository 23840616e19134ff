import { Badge } from '../design/badge.tsx';
import { LinkButton } from '../design/button.tsx';
import { Empty } from '../design/empty.tsx';
import { Pager, type PagerView } from '../design/pager.tsx';
import { usePage } from '../design/setting.ts';
import { Table } from '../design/table.tsx';

/** How far an integration reaches, before and after moderation. */
export type IntegrationKind = 'private' | 'unmoderated' | 'published' | 'external';

/** An integration in the list of the account that owns it. */
export interface OwnIntegrationView {
  readonly clientId: string;
  readonly name: string;
  readonly kind: IntegrationKind;
  /** `false`: switched off, nobody's token of it works. */
  readonly on: boolean;
  readonly url: string;
}

/** The integrations of a technical account, each with its own page. */
export function OwnIntegrations(props: {
  readonly integrations: readonly OwnIntegrationView[];
  readonly pager?: PagerView;
  /** The form for another one; `null`: this viewer may not. */
  readonly createUrl: string | null;
}) {
  const { t } = usePage();
  const { integrations, createUrl } = props;
  const create = createUrl !== null && (
    <LinkButton tone="plain" href={createUrl}>
      {t('registry:own.create')}
    </LinkButton>
  );
  return (
    <section class="block" aria-labelledby="own">
      <h2 id="own">{t('registry:own.title')}</h2>
      {integrations.length === 0 ? (
        <Empty action={create}>{t('registry:own.none')}</Empty>
      ) : (
        <>
          <div class="sheet">
            <Table
              caption={t('registry:own.title')}
              columns={[
                t('registry:own.name'),
                t('registry:own.kind'),
                t('registry:own.state'),
                t('registry:field.client-id'),
              ]}
              rows={integrations.map((integration) => ({
                key: integration.clientId,
                cells: [
                  <a href={integration.url}>
                    <bdi>{integration.name}</bdi>
                  </a>,
                  t(`registry:kind.${integration.kind}.name`),
                  <Badge tone={integration.on ? 'good' : 'buoy'}>
                    {t(integration.on ? 'registry:on' : 'registry:off')}
                  </Badge>,
                  <bdi class="mono" dir="ltr">
                    {integration.clientId}
                  </bdi>,
                ],
              }))}
            />
          </div>
          {create && <p class="actions">{create}</p>}
        </>
      )}
      {props.pager !== undefined && <Pager list={t('registry:own.title')} {...props.pager} />}
    </section>
  );
}
