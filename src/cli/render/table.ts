import Table from 'cli-table3';

/** A column: its heading, and whether its cells align right, as numbers do. */
export interface Column {
  readonly heading: string;
  readonly align?: 'right';
}

// No lines: two spaces separate the columns, so that a row can be copied and searched.
const noLines = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((place) => [place, place === 'middle' ? '  ' : '']),
);

const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true };

/** A table with headings. */
export function listTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map(({ heading }) => heading.toUpperCase()),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: noLines,
    style,
  });
  table.push(...rows.map((row) => row.map(plain)));
  return trimmed(table.toString());
}

/** Names at the left, values at the right. Rows without a value are left out. */
export function detailTable(rows: readonly (readonly [name: string, value: string | null])[]): string {
  const table = new Table({ chars: noLines, style });
  for (const [name, value] of rows) if (value !== null) table.push([name, plain(value)]);
  return trimmed(table.toString());
}

/** Joins the parts of a page by an empty line; empty parts are left out. */
export function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/**
 * Text from others must not control the terminal: control and format characters are shown as `?`. The end of a line is
 * shown as a sign, so that a row stays one.
 */
export function plain(text: string): string {
  return text.replace(/\r?\n/g, ' ↵ ').replace(/[\p{Cc}\p{Cf}]/gu, '?');
}

function trimmed(text: string): string {
  return text.replace(/[ \t]+$/gm, '');
}
