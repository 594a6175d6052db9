/** A text as a field of a CSV (RFC 4180). */
export const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** A record of a CSV, and where it ends in the text: behind its line break. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly end: number;
}

/**
 * The records of a CSV (RFC 4180; LF or CRLF). A last one without its line break counts as torn and is left out: nobody knows
 * whether it is whole.
 */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (isQuoted) {
      if (letter !== '"') field += letter;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if (letter === ',') {
      fields.push(field);
      field = '';
    } else if (letter === '\n') {
      fields.push(field.endsWith('\r') ? field.slice(0, -1) : field);
      yield { fields, end: at + 1 };
      fields = [];
      field = '';
    } else field += letter;
  }
}
