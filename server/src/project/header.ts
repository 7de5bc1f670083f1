// The header of a CSV file: its first line as column names, as pandas would name them.

/** Column names of a first line; null where it is no plain header: names twice, open quotes, or numbers only. */
export function readHeader(line: string, separator: string): readonly string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (line[at] === '"') {
      const close = /^"((?:[^"]|"")*)"/.exec(line.slice(at));
      if (close === null) return null;
      cell = close[1]!.replaceAll('""', '"');
      at += close[0].length;
      if (at < line.length && !line.startsWith(separator, at)) return null;
    } else {
      const end = line.indexOf(separator, at);
      cell = line.slice(at, end < 0 ? line.length : end);
      at = end < 0 ? line.length : end;
    }
    cells.push(cell === '' ? `Unnamed: ${cells.length}` : cell);
    if (at >= line.length) break;
    at += separator.length;
  }
  const isData = cells.every((cell) => /^[-+.\de]*$/i.test(cell) || cell.startsWith('Unnamed: '));
  return isData || new Set(cells).size < cells.length ? null : cells;
}
