import { Empty } from '../pages/design/empty.tsx';
import { Frame } from '../pages/design/frame.tsx';
import { usePage } from '../pages/design/page-context.ts';
import { Table } from '../pages/design/table.tsx';
import { Time } from '../pages/design/time.tsx';

/** View of the list of mails that a development server shows instead of sending, newest first. */
export interface DevMailListView {
  readonly letters: readonly {
    readonly id: string;
    readonly to: string;
    readonly subject: string;
    readonly at: number;
    readonly url: string;
  }[];
}

/** List of the mails in a development server's outbox. */
export function DevMailListPage(props: DevMailListView) {
  const { t } = usePage();
  return (
    <Frame title={t('accounts:dev-mail.title')} shape="page">
      <h1>{t('accounts:dev-mail.title')}</h1>
      <p class="lead">{t('accounts:dev-mail.lead')}</p>
      {props.letters.length === 0 ? (
        <Empty>{t('accounts:dev-mail.none')}</Empty>
      ) : (
        <div class="sheet">
          <Table
            caption={t('accounts:dev-mail.title')}
            columns={[t('accounts:dev-mail.subject'), t('accounts:dev-mail.to'), t('accounts:dev-mail.at')]}
            rows={props.letters.map((letter) => ({
              key: letter.id,
              cells: [
                <a href={letter.url}>
                  <bdi>{letter.subject}</bdi>
                </a>,
                <bdi>{letter.to}</bdi>,
                <Time at={letter.at} />,
              ],
            }))}
          />
        </div>
      )}
    </Frame>
  );
}
