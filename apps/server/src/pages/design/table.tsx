import type { ComponentChildren } from 'preact';

/** One row of a table: a stable key and a cell for every column. */
export interface TableRow {
  readonly key: string;
  readonly cells: readonly ComponentChildren[];
}

/**
 * A compact table; on a narrow screen every row becomes a card whose lines repeat the column's name. The ARIA roles are
 * written out because `display: block` would otherwise remove them.
 */
export function Table(props: { caption: string; columns: readonly string[]; rows: readonly TableRow[] }) {
  return (
    <table class="table" role="table">
      <caption class="unseen">{props.caption}</caption>
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
              <td role="cell" data-label={props.columns[index]} key={index}>
                <div>{cell}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
