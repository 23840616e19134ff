import type { ReactNode } from 'react';

/** A row of the table: a stable key and a cell for every column. */
interface TableRow {
  readonly key: string;
  readonly cells: readonly ReactNode[];
}

/**
 * A compact table; on a narrow screen every row becomes a card whose lines repeat the column's name. ARIA roles are
 * written out because `display: block` removes the roles of table elements.
 */
export function DocsTable(props: {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}) {
  return (
    <table className="table" role="table" aria-label={props.caption}>
      <thead role="rowgroup">
        <tr role="row">
          {props.columns.map((column) => (
            <th scope="col" role="columnheader" key={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.rows.map((row) => (
          <tr role="row" key={row.key}>
            {row.cells.map((cell, index) => (
              <td role="cell" data-label={props.columns[index]} key={props.columns[index]}>
                <div>{cell}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
