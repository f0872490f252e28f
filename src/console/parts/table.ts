import { html, type Html } from '../html';

export interface Column {
  readonly heading: string;
  /** Money and counts. */
  readonly isNumber?: boolean;
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of each row names it. */
  readonly rows: readonly (readonly (Html | string)[])[];
  /** Shown in place of a table without rows. */
  readonly empty?: string;
}

/**
 * A table that becomes a list of cards on a narrow screen, where each cell is named by its heading. The roles are explicit
 * because browsers drop a table's own roles when it is laid out as something else.
 */
export function table({ caption, columns, rows, empty }: Table): Html {
  if (rows.length === 0 && empty !== undefined) return html`<p class="empty">${empty}</p>`;
  return html`<table role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          ({ heading, isNumber }) =>
            html`<th scope="col" role="columnheader" class="${isNumber ? 'number' : ''}">${heading}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (cells) =>
          html`<tr role="row">
            ${cells.map((cell, index) => cellOf(cell, columns[index], index))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function cellOf(cell: Html | string, column: Column | undefined, index: number): Html {
  const name = column?.heading ?? '';
  const kind = column?.isNumber ? 'number' : '';
  if (index === 0) return html`<th scope="row" role="rowheader" data-name="${name}" class="${kind}">${cell}</th>`;
  return html`<td role="cell" data-name="${name}" class="${kind}">${cell}</td>`;
}
