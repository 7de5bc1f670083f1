// Any text gives a tree: prefixes of files, mutations of snippets, soups of tokens, as scripts and as notebook cells.
// `npm test` takes 6,000 texts; HELDOUT_FUZZ=300000 takes more.
import { readFileSync } from 'node:fs';
import { parse } from '../../../server/src/analysis/syntax';
import { newestPython, pythonFiles } from './cpython';
import { mutate, tokenSoup } from './mutations';
import { pick, sample, seeded } from '../../random';
import { SNIPPETS } from './snippets';
import { assertWellFormed } from './wellFormed';

const COUNT = Number(process.env['HELDOUT_FUZZ'] ?? 6000);

const NOTEBOOK_PIECES = [
  '%time ',
  '%%time\n',
  '%%bash\n',
  '!ls\n',
  'x = !ls\n',
  'y?\n',
  '??z\n',
  '%timeit -n 10 ',
  '>>> ',
  'In [1]: ',
];

describe('fuzzing', function () {
  this.timeout(3_600_000);

  function check(text: string, notebook: boolean): void {
    assertWellFormed(text, parse(text, { notebook }));
  }

  it('survives mutations', () => {
    const random = seeded(COUNT + 1);
    for (let i = 0; i < COUNT / 3; i++) {
      let text = pick(SNIPPETS, random) + pick(SNIPPETS, random);
      for (let times = Math.floor(random() * 6); times >= 0; times--) text = mutate(text, random);
      check(text, false);
      check(pick(NOTEBOOK_PIECES, random) + text, true);
    }
  });

  it('survives soups of tokens', () => {
    const random = seeded(COUNT + 2);
    for (let i = 0; i < COUNT / 3; i++) {
      const soup = tokenSoup(2 + Math.floor(random() * 40), random);
      check(soup, false);
      check(pick(NOTEBOOK_PIECES, random) + soup, true);
    }
  });

  it('survives characters of any kind', () => {
    const random = seeded(COUNT + 3);
    const characters = Array.from('\0\t\n\f\r "\'#()[]{}\\`$?!%\u00a0\u00e9\u2028\u{1f600}\ud800\ufeffabfrtuxN{0_.:=');
    for (let i = 0; i < COUNT / 6; i++) {
      let text = '';
      for (let length = Math.floor(random() * 30); length > 0; length--) text += pick(characters, random);
      check(text, random() < 0.5);
    }
  });

  it('survives every prefix of files', function () {
    const python = newestPython();
    if (python === null) {
      console.log('      skipped: needs the standard library of a Python (set HELDOUT_PYTHON)');
      this.skip();
    }
    const random = seeded(COUNT + 4);
    const small = pythonFiles(python.library)
      .map((file) => readFileSync(file, 'utf8'))
      .filter(({ length }) => length > 1000 && length < 8000);
    const files = sample(small, 50, random);
    // Every prefix, or as many as asked for, spread over all files.
    const each = Math.ceil(COUNT / 6 / files.length);
    for (const source of files) {
      const step = Math.max(1, Math.floor(source.length / each));
      for (let end = Math.floor(random() * step); end <= source.length; end += step) check(source.slice(0, end), false);
    }
  });
});
