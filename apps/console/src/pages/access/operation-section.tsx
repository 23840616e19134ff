import { Badge } from '../../ui/badge.tsx';
import { DocsTable } from './docs-table.tsx';
import { useTexts } from '../../texts.ts';
import type { MessageView, OperationView } from './api-docs.ts';
import { MemberTable } from './member-table.tsx';
import { Prose } from './prose.tsx';

/** One endpoint of the API page: what it does, who may call it, its request, its response and its errors. */
export function OperationSection(props: OperationView) {
  const { t } = useTexts();
  const { id, answer, body } = props;
  return (
    <section className="sheet operation stack" aria-labelledby={id}>
      <div>
        <h3 id={id} lang="en">
          <a href={`#${id}`}>{props.summary}</a>
        </h3>
        <p className="mono address">
          <Badge tone={props.method === 'GET' ? 'calm' : 'good'}>{props.method}</Badge> {props.path}
        </p>
      </div>
      {props.description !== null && (
        <div lang="en">
          <Prose text={props.description} />
        </div>
      )}
      <p>
        <span className="muted">{t('docs:who')}</span> {t(`docs:caller.${props.who}`)}
        {props.ability !== null && (
          <>
            <br />
            <span className="muted">{t('docs:ability')}</span> <span className="mono">{props.ability}</span>
          </>
        )}
      </p>
      {props.parameters.length > 0 && (
        <div>
          <h4>{t('docs:parameters')}</h4>
          <MemberTable caption={t('docs:parameters')} members={props.parameters} />
        </div>
      )}
      {body !== null && <Message title={t('docs:body')} message={body} />}
      <Message title={t('docs:answer', { status: answer.status })} message={answer} />
      <details>
        <summary>{t('docs:problems', { count: props.problems.length })}</summary>
        <DocsTable
          caption={t('docs:problems-caption')}
          columns={[t('docs:column.status'), t('docs:column.code'), t('docs:column.means')]}
          rows={props.problems.map(({ code, status, title, url }) => ({
            key: code,
            cells: [
              status,
              <a className="mono" href={url} key="code">
                {code}
              </a>,
              title,
            ],
          }))}
        />
      </details>
    </section>
  );
}

function Message(props: { title: string; message: MessageView }) {
  const { t } = useTexts();
  const { types, members } = props.message;
  return (
    <div>
      <h4>{props.title}</h4>
      {types.length === 0 ? (
        <p className="muted small">{t('docs:no-body')}</p>
      ) : (
        <p className="muted small mono">{types.join(', ')}</p>
      )}
      {members.length > 0 && <MemberTable caption={props.title} members={members} />}
    </div>
  );
}
