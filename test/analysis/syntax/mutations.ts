// Texts that are almost Python: small changes of texts that are.
import { pick } from '../../random';

const PIECES = /\s*\n\s*|[A-Za-z_0-9.]+|"""|'''|[^\s]|[ \t]+/g;

const INSERTED: readonly string[] = [
  '( ) [ ] { } : , = == * ** + - -> @ := . ~ / ... \\ ; !',
  'not in is if elif else for while lambda yield await async def class return import from as with try except',
  'finally pass and or break continue del global nonlocal raise match case _ type None x 1',
  `"s" f"{ }" """ ' 0x 1_ \u00e9 \\x <> $ ?`,
]
  .flatMap((line) => line.split(' '))
  .concat(['\n', '\n    ', '\t', '# c\n', '\r\n']);

/** One piece is removed, added, copied, exchanged with another, or replaced. */
export function mutate(text: string, random: () => number): string {
  const pieces: string[] = text.match(PIECES) ?? [];
  const place = Math.floor(random() * pieces.length);
  const other = Math.floor(random() * pieces.length);
  switch (Math.floor(random() * 5)) {
    case 0:
      pieces.splice(place, 1);
      break;
    case 1:
      pieces.splice(place, 0, `${pick(INSERTED, random)} `);
      break;
    case 2:
      pieces.splice(place, 0, ' ', pieces[other] ?? '', ' ');
      break;
    case 3:
      [pieces[place], pieces[other]] = [pieces[other] ?? '', pieces[place] ?? ''];
      break;
    default:
      pieces[place] = pick(INSERTED, random);
  }
  return pieces.join('');
}

/** A text of nothing but pieces of Python. */
export function tokenSoup(length: number, random: () => number): string {
  let soup = '';
  for (let i = 0; i < length; i++) soup += pick(INSERTED, random) + (random() < 0.5 ? ' ' : '');
  return soup;
}
