// The print statement of Python 2, as old notebooks have it: `print "accuracy", model.score(X, y)`. The tree has the name
// alone; what is printed stands in the text behind it.
import type { ExprStmt } from '../../syntax';
import { Kind } from '../../syntax';
import { runText } from './modules';
import { placeOf, type Run } from './run';

/** Follows what a print statement prints, for what is called in it. */
export function runPrinted(run: Run, node: ExprStmt): void {
  if (node.value.kind !== Kind.Name || node.value.id !== 'print') return;
  const text = restOfLine(run.source, node.end).trim().replace(/,$/, '');
  if (text !== '' && !/^[;#]/.test(text)) runText(run, `print(${text}\n)`, placeOf(run, node));
}

const STRING = /(?:"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/y;

/** Up to the end of the logical line: brackets go on over line breaks, texts are taken whole. */
function restOfLine(source: string, start: number): string {
  let depth = 0;
  let at = start;
  while (at < source.length) {
    const sign = source[at]!;
    if (sign === '"' || sign === "'") {
      STRING.lastIndex = at;
      const text = STRING.exec(source);
      at += text === null ? 1 : text[0].length;
      continue;
    }
    if ((sign === '\n' && depth === 0) || (sign === ';' && depth === 0) || sign === '#') break;
    if (sign === '\\' && source[at + 1] === '\n') at++;
    if ('([{'.includes(sign)) depth++;
    if (')]}'.includes(sign) && --depth < 0) break;
    at++;
  }
  return source.slice(start, at);
}
