import type { ComponentChildren } from 'preact';
import { Frame } from '../design/frame.tsx';
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
      </ul>
    </nav>
  );
}
