// Tables as text: fields between commas, semicolons or tabs, quoted as RFC 4180 says. Any text gives a table.

/** A table whose fields are text, wherever it was read from. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const SEPARATORS = [',', '\t', ';', '|'] as const;

/**
 * Reads a table whose first row names its columns; where no field of it could be a name, columns are numbered from 0.
 * Rows that are shorter than the first are filled up with empty fields; empty lines are left out.
 */
export function readTable(text: string): TextTable {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const rows = fieldsOf(body, separatorOf(body));
  const [first = []] = rows;
  const isNamed = first.some((field) => field.trim() !== '' && !isNumber(field));
  const names = isNamed ? first.map((field) => field.trim()) : first.map((_, index) => String(index));
  const data = (isNamed ? rows.slice(1) : rows).map((row) => names.map((_, index) => row[index] ?? ''));
  return { columns: names, rows: data };
}

/** Whether a field is a number as CSV files have it. Missing values are none. */
export function isNumber(field: string): boolean {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(field);
}

/** What pandas reads as missing, as far as it is common. */
export function isMissing(field: string): boolean {
  return /^\s*(|nan|na|n\/a|null|none|\?)\s*$/i.test(field);
}

/** The separator that splits the first line into the most fields, outside of quotes. */
function separatorOf(text: string): string {
  const line =
    /^(?:"(?:[^"]|"")*"|[^\n"])*/.exec(text.slice(0, 64 * 1024))?.[0].replaceAll(/"(?:[^"]|"")*"/g, '') ?? '';
  const counts = SEPARATORS.map((separator) => line.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function fieldsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endRow = () => {
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  while (at < text.length) {
    let field: string;
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      field = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
      // Words after the closing quote belong to the field, as other readers have it.
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') field += text[at++];
    } else {
      const from = at;
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
      field = text.slice(from, at);
    }
    row.push(field);
    if (at >= text.length) break;
    if (text[at] === separator) {
      at++;
      // A separator at the very end is followed by one more, empty, field.
      if (at >= text.length) row.push('');
      continue;
    }
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    endRow();
  }
  if (row.length > 0) endRow();
  return rows;
}

function closingQuote(text: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}
