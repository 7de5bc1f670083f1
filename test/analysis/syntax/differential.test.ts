// Our parser against CPython's on CPython's own files: same nodes, fields, values and places.
// `npm test` takes a seeded sample; HELDOUT_ALL_FILES=1 takes every file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from '../../../server/src/analysis/syntax';
import { ask, newestPython, pythonFiles, type Answer, type Python } from './cpython';
import { normalForm } from './normalForm';
import { sample, seeded } from '../../random';

const BATCH = 20;

/** What is wrong with our reading of one file; null if nothing is. */
function difference(source: string, answer: Answer, python: Python): string | null {
  const { tree, problems } = parse(source);
  if (!answer.ok) return problems.length > 0 ? null : `CPython refuses it: ${answer.error}`;
  const first = problems[0];
  if (first !== undefined)
    return `false error at ${first.start}: ${first.message}: ${source.slice(first.start - 40, first.end + 20)}`;
  return firstDifference(answer.tree!, normalForm(tree, source, { typeParamDefaults: python.minor >= 13 }), source);
}

function firstDifference(expected: readonly string[], actual: readonly string[], source: string): string | null {
  for (let line = 0; line < Math.max(expected.length, actual.length); line++) {
    if (sameLine(expected[line], actual[line])) continue;
    const place = Number(/ (\d+)/.exec(expected[line] ?? '')?.[1] ?? 0);
    return `line ${line}: CPython ${expected[line]}, ours ${actual[line]}, near ${JSON.stringify(source.slice(place, place + 60))}`;
  }
  return null;
}

/** `\N{NAME}` is U+FFFD with us: any character will do. */
function sameLine(expected: string | undefined, actual: string | undefined): boolean {
  if (expected === actual) return true;
  if (expected === undefined || actual === undefined || !actual.includes('\\ufffd')) return false;
  const parts = actual.split('\\ufffd').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(?:[ -~]|\\\\u[0-9a-f]{4}){1,2}')}$`).test(expected);
}

/** Files that are not UTF-8 cannot be read as an editor reads them. */
function readUtf8(file: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch {
    return null;
  }
}

/** Syntax errors that only CPython's compiler finds; we tell them, `ast.parse` does not. */
function refusedByCompiler(python: Python, source: string): boolean {
  return !ask(python, [{ text: source, compile: true }])[0]!.ok;
}

describe('differential against CPython', function () {
  this.timeout(3_600_000);
  const python = newestPython();

  before(function () {
    if (python === null || python.minor < 12) {
      console.log('      skipped: needs CPython 3.12 or later (set HELDOUT_PYTHON)');
      this.skip();
    }
  });

  it('reads its standard library and packages as it does', () => {
    const all = pythonFiles(python!.library);
    const files = process.env['HELDOUT_ALL_FILES'] === '1' ? all : sample(all, 300, seeded(20_260));
    const wrong: string[] = [];
    let compared = 0;
    for (let i = 0; i < files.length; i += BATCH) {
      const batch = files
        .slice(i, i + BATCH)
        .flatMap((path) => [{ path, source: readUtf8(path) }])
        .filter((file) => file.source !== null);
      const answers = ask(
        python!,
        batch.map(({ path }) => ({ path })),
      );
      batch.forEach(({ path, source }, index) => {
        compared++;
        const found = difference(source!, answers[index]!, python!);
        if (found === null) return;
        if (found.startsWith('false error') && refusedByCompiler(python!, source!)) return;
        wrong.push(`${path.slice(python!.library.length + 1)}: ${found}`);
      });
    }
    console.log(`      ${compared} files compared with CPython 3.${python!.minor}`);
    assert.ok(compared > files.length / 2);
    assert.deepEqual(wrong, []);
  });

  it('would notice a planted error', () => {
    const source =
      'def f(a, *b: int, c=1):\n    return f"{a!r:>{b}} {c=}" + "x\\n" - 0x1F * 1.5j\nd = [e for e in d if not e]\n';
    const [answer] = ask(python!, [{ text: source }]);
    const expected = answer!.tree!;
    const ours = normalForm(parse(source).tree, source, { typeParamDefaults: python!.minor >= 13 });
    assert.equal(firstDifference(expected, ours, source), null);
    for (let line = 0; line < ours.length; line++) {
      const planted = [...ours];
      planted[line] = planted[line]!.replace(/.$/, (last) => (last === '1' ? '2' : '1'));
      assert.notEqual(
        firstDifference(expected, planted, source),
        null,
        `a changed line ${line} (${ours[line]}) went unnoticed`,
      );
      assert.notEqual(
        firstDifference(expected, ours.toSpliced(line, 1), source),
        null,
        `a lost line ${line} went unnoticed`,
      );
    }
  });

  it('would notice a file read wrongly', () => {
    const source = 'x = a - b\n';
    const [answer] = ask(python!, [{ text: source }]);
    for (const misread of [
      'x = a + b\n',
      'x = b - a\n',
      'x= a - b\n',
      'y = a - b\n',
      'x = a - b\nx\n',
      'x == a - b\n',
    ]) {
      assert.notEqual(difference(misread, answer!, python!), null, misread);
    }
  });
});
