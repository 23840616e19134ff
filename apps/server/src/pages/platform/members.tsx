import { Table } from '../design/table.tsx';
import { usePage } from '../design/setting.ts';
import type { MemberView, TypeView } from './api-docs.ts';
import { Inline } from './prose.tsx';

/** Members or parameters: name, type, whether it must be there, and what it says. */
export function Members(props: { caption: string; members: readonly MemberView[] }) {
  const { t } = usePage();
  return (
    <Table
      caption={props.caption}
      columns={[t('platform:column.name'), t('platform:column.type'), t('platform:column.means')]}
      rows={props.members.map((member) => ({
        key: member.name,
        cells: [
          <span key="name">
            <span class="mono">{member.name}</span>{' '}
            <span class="muted">
              {[
                ...(member.place === undefined ? [] : [t(`platform:place.${member.place}`)]),
                ...(member.required ? [] : [t('platform:optional')]),
              ].join(', ')}
            </span>
          </span>,
          <Type type={member.type} key="type" />,
          <span lang="en" key="means">
            {member.description !== null && <Inline text={member.description} />}
          </span>,
        ],
      }))}
    />
  );
}

function Type(props: { type: TypeView }) {
  return (
    <span class="mono" lang="en">
      {props.type.map(({ text, reference }, index) =>
        reference === null ? (
          text
        ) : (
          <a href={`#object-${reference}`} key={index}>
            {text}
          </a>
        ),
      )}
    </span>
  );
}
