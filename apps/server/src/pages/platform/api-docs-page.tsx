import type { ComponentChildren } from 'preact';
import { Frame } from '../design/frame.tsx';
import { Table } from '../design/table.tsx';
import { usePage } from '../design/setting.ts';
import type { ApiDocsView } from './api-docs.ts';
import { Members } from './members.tsx';
import { OperationSection } from './operation-section.tsx';
import { Prose } from './prose.tsx';

/** The API's description in the frame of all pages; the description is the same for everybody, and large. */
export function ApiDocsPage(props: { children: ComponentChildren }) {
  const { t } = usePage();
  return (
    <Frame title={t('platform:title')} shape="page">
      {props.children}
    </Frame>
  );
}

/** The API to be read: a list of everything, then each endpoint. Descriptions are English in both languages. */
export function ApiDocs(props: ApiDocsView) {
  const { t } = usePage();
  return (
    <div class="stack">
      <h1>{t('platform:title')}</h1>
      <p class="lead">{t('platform:lead')}</p>
      <p class="lead">
        <a href={props.documentUrl}>{t('platform:document')}</a>
      </p>
      <div class="sheet stack" lang="en">
        <Prose text={props.description} />
      </div>
      <Contents {...props} />
      {props.tags.map((tag) => (
        <section class="block" key={tag.name} aria-labelledby={`tag-${tag.name}`}>
          <h2 id={`tag-${tag.name}`} lang="en">
            {tag.name}
          </h2>
          <div lang="en">
            <Prose text={tag.description} />
          </div>
          {tag.operations.map((operation) => (
            <OperationSection {...operation} key={operation.id} />
          ))}
        </section>
      ))}
      <Methods {...props} />
      <section class="block" aria-labelledby="objects">
        <h2 id="objects">{t('platform:objects')}</h2>
        {props.objects.map((object) => (
          <section class="sheet operation stack" key={object.name} aria-labelledby={`object-${object.name}`}>
            <h3 id={`object-${object.name}`} class="mono" lang="en">
              {object.name}
            </h3>
            {object.description !== null && (
              <div lang="en">
                <Prose text={object.description} />
              </div>
            )}
            <Members caption={t('platform:members-of', { name: object.name })} members={object.members} />
          </section>
        ))}
      </section>
    </div>
  );
}

function Methods(props: ApiDocsView) {
  const { t } = usePage();
  return (
    <section class="block stack" aria-labelledby="methods">
      <h2 id="methods">{t('platform:methods.title')}</h2>
      <p>{t('platform:methods.lead')}</p>
      <Table
        caption={t('platform:methods.title')}
        columns={[
          t('platform:methods.address'),
          t('platform:methods.credential'),
          t('platform:methods.scope'),
          t('platform:methods.right'),
          t('platform:methods.external'),
        ]}
        rows={props.methods.map(({ method, path, credential, scope, right, kinds }) => ({
          key: `${method} ${path}`,
          cells: [
            <span class="mono" key="address">
              {method} {path}
            </span>,
            <span lang="en" key="credential">
              {credential}
            </span>,
            scope === 'none' ? (
              '–'
            ) : (
              <span class="mono" key="scope">
                {scope}
              </span>
            ),
            t(`platform:methods.${right === 'admin in person' ? 'admin-in-person' : right}`),
            t(kinds === 'all' ? 'platform:methods.yes' : 'platform:methods.no'),
          ],
        }))}
      />
    </section>
  );
}

function Contents(props: ApiDocsView) {
  const { t } = usePage();
  return (
    <nav class="block contents" aria-labelledby="contents">
      <h2 id="contents">{t('platform:contents')}</h2>
      <ul>
        {props.tags.map((tag) => (
          <li key={tag.name}>
            <a class="name" href={`#tag-${tag.name}`} lang="en">
              {tag.name}
            </a>
            <ul>
              {tag.operations.map((operation) => (
                <li key={operation.id}>
                  <a href={`#${operation.id}`} lang="en">
                    {operation.summary}
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
        <li>
          <a class="name" href="#methods">
            {t('platform:methods.title')}
          </a>
        </li>
      </ul>
    </nav>
  );
}
