import { csvField, csvRecords } from '../formats/csv.ts';

/** The table of all cells of a batch. */
export const TABLE = 'cells.csv';

const recordsOf = (text: string) => [...csvRecords(text)].map(({ fields }) => fields);
const line = (fields: readonly string[]) => `${fields.map(csvField).join(',')}\r\n`;

/** The columns of one picture's table. */
export function columnsOf(table: string): readonly string[] {
  const [head] = csvRecords(table);
  return head?.fields ?? [];
}

/** The head of one table of several pictures' cells, with the picture's name in front. */
export const tableHead = (columns: Iterable<string>): string => line(['picture', ...columns]);

/**
 * The lines of one picture in such a table. A column that it does not have, as the brightness of another's channel, is empty for its
 * cells.
 */
export function tableLines(picture: string, table: string, columns: Iterable<string>): string {
  const [head = [], ...rows] = recordsOf(table);
  const places = [...columns].map((column) => head.indexOf(column));
  return rows.map((row) => line([picture, ...places.map((place) => row[place] ?? '')])).join('');
}
