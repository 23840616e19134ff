import { DocsTable } from './docs-table.tsx';
import { useTexts } from '../../texts.ts';
import type { MemberView, TypeView } from './api-docs.ts';
import { InlineProse } from './prose.tsx';

/** A table of fields or parameters: name, type, whether it is required, and its description. */
export function MemberTable(props: { caption: string; members: readonly MemberView[] }) {
  const { t } = useTexts();
  return (
    <DocsTable
      caption={props.caption}
      columns={[t('docs:column.name'), t('docs:column.type'), t('docs:column.means')]}
      rows={props.members.map((member) => ({
        key: member.name,
        cells: [
          <span key="name">
            <span className="mono">{member.name}</span>{' '}
            <span className="muted">
              {[
                ...(member.place === undefined ? [] : [t(`docs:place.${member.place}`)]),
                ...(member.required ? [] : [t('docs:optional')]),
              ].join(', ')}
            </span>
          </span>,
          <Type type={member.type} key="type" />,
          <span lang="en" key="means">
            {member.description !== null && <InlineProse text={member.description} />}
          </span>,
        ],
      }))}
    />
  );
}

function Type(props: { type: TypeView }) {
  return (
    <span className="mono" lang="en">
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
