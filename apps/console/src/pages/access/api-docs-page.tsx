import './docs.css';
import { useSuspenseQuery } from '@tanstack/react-query';
import { openApiQuery, problemTextsQuery } from '../../api/open-api.ts';
import { useTexts } from '../../texts.ts';
import { Heading } from '../../ui/heading.tsx';
import type { ApiDocsView } from './api-docs.ts';
import { DocsTable } from './docs-table.tsx';
import { docsView } from './docs-view.ts';
import { MemberTable } from './member-table.tsx';
import { OperationSection } from './operation-section.tsx';
import { Prose } from './prose.tsx';

/**
 * The API reference, which is open to everybody: a table of contents, then each endpoint. Descriptions are in English.
 */
export function ApiDocsPage() {
  const { t, language } = useTexts();
  const { data: document } = useSuspenseQuery(openApiQuery());
  const props = docsView(document, useSuspenseQuery(problemTextsQuery(language)).data);
  return (
    <div className="docs">
      <Heading title={t('docs:title')} lead={t('docs:lead')} />
      <p>
        <a href={props.documentUrl}>{t('docs:document')}</a>
      </p>
      <div className="sheet" lang="en">
        <Prose text={props.description} />
      </div>
      <Contents {...props} />
      {props.tags.map((tag) => (
        <section className="block" key={tag.name} aria-labelledby={`tag-${tag.name}`}>
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
      <section className="block" aria-labelledby="objects">
        <h2 id="objects">{t('docs:objects')}</h2>
        {props.objects.map((object) => (
          <section className="sheet operation stack" key={object.name} aria-labelledby={`object-${object.name}`}>
            <h3 id={`object-${object.name}`} className="mono" lang="en">
              {object.name}
            </h3>
            {object.description !== null && (
              <div lang="en">
                <Prose text={object.description} />
              </div>
            )}
            <MemberTable caption={t('docs:members-of', { name: object.name })} members={object.members} />
          </section>
        ))}
      </section>
    </div>
  );
}

function Methods(props: ApiDocsView) {
  const { t } = useTexts();
  return (
    <section className="block stack" aria-labelledby="methods">
      <h2 id="methods">{t('docs:methods.title')}</h2>
      <p>{t('docs:methods.lead')}</p>
      <DocsTable
        caption={t('docs:methods.title')}
        columns={[
          t('docs:methods.address'),
          t('docs:methods.credential'),
          t('docs:methods.scope'),
          t('docs:methods.right'),
          t('docs:methods.external'),
        ]}
        rows={props.methods.map(({ method, path, credential, scope, right, kinds }) => ({
          key: `${method} ${path}`,
          cells: [
            <span className="mono" key="address">
              {method} {path}
            </span>,
            <span lang="en" key="credential">
              {credential}
            </span>,
            scope === 'none' ? (
              '–'
            ) : (
              <span className="mono" key="scope">
                {scope}
              </span>
            ),
            t(`docs:methods.${right === 'admin in person' ? 'admin-in-person' : right}`),
            t(kinds === 'all' ? 'docs:methods.yes' : 'docs:methods.no'),
          ],
        }))}
      />
    </section>
  );
}

function Contents(props: ApiDocsView) {
  const { t } = useTexts();
  return (
    <nav className="block contents" aria-labelledby="contents">
      <h2 id="contents">{t('docs:contents')}</h2>
      <ul>
        {props.tags.map((tag) => (
          <li key={tag.name}>
            <a className="name" href={`#tag-${tag.name}`} lang="en">
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
          <a className="name" href="#methods">
            {t('docs:methods.title')}
          </a>
        </li>
      </ul>
    </nav>
  );
}
