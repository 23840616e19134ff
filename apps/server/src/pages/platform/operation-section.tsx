import { Badge } from '../design/badge.tsx';
import { Table } from '../design/table.tsx';
import { usePage } from '../design/setting.ts';
import type { MessageView, OperationView } from './api-docs.ts';
import { Members } from './members.tsx';
import { Prose } from './prose.tsx';

/** One endpoint: what it does, who may call, what goes in, what comes out, and why it refuses. */
export function OperationSection(props: OperationView) {
  const { t } = usePage();
  const { id, answer, body } = props;
  return (
    <section class="sheet operation stack" aria-labelledby={id}>
      <div>
        <h3 id={id} lang="en">
          <a href={`#${id}`}>{props.summary}</a>
        </h3>
        <p class="mono address">
          <Badge tone={props.method === 'GET' ? 'calm' : 'good'}>{props.method}</Badge> {props.path}
        </p>
      </div>
      {props.description !== null && (
        <div lang="en">
          <Prose text={props.description} />
        </div>
      )}
      <p>
        <span class="muted">{t('platform:who')}</span> {t(`platform:caller.${props.who}`)}
        {props.ability !== null && (
          <>
            <br />
            <span class="muted">{t('platform:ability')}</span> <span class="mono">{props.ability}</span>
          </>
        )}
      </p>
      {props.parameters.length > 0 && (
        <div>
          <h4>{t('platform:parameters')}</h4>
          <Members caption={t('platform:parameters')} members={props.parameters} />
        </div>
      )}
      {body !== null && <Message title={t('platform:body')} message={body} />}
      <Message title={t('platform:answer', { status: answer.status })} message={answer} />
      <details>
        <summary>{t('platform:problems', { count: props.problems.length })}</summary>
        <Table
          caption={t('platform:problems-caption')}
          columns={[t('platform:column.status'), t('platform:column.code'), t('platform:column.means')]}
          rows={props.problems.map(({ code, status, title, url }) => ({
            key: code,
            cells: [
              status,
              <a class="mono" href={url} key="code">
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
  const { t } = usePage();
  const { types, members } = props.message;
  return (
    <div>
      <h4>{props.title}</h4>
      {types.length === 0 ? (
        <p class="muted small">{t('platform:no-body')}</p>
      ) : (
        <p class="muted small mono">{types.join(', ')}</p>
      )}
      {members.length > 0 && <Members caption={props.title} members={members} />}
    </div>
  );
}
