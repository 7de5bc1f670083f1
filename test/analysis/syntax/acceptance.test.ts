// Which texts are Python: the same as CPython's compiler says, on thousands of small texts that almost are.
// `npm test` takes 6,000; HELDOUT_MUTATIONS=100000 takes more.
import assert from 'node:assert/strict';
import { parse } from '../../../server/src/analysis/syntax';
import { ask, newestPython } from './cpython';
import { mutate } from './mutations';
import { pick, seeded } from '../../random';
import { SNIPPETS } from './snippets';

/** What CPython refuses and we do not, by its words: all need the names of the whole scope, not the syntax. */
const NOT_CHECKED: readonly RegExp[] = [
  /prior to global declaration/,
  /before (global|nonlocal) declaration/,
  /no binding for nonlocal/,
  /is nonlocal and global/,
  /is parameter and (global|nonlocal)/,
  /annotated name .* can't be (global|nonlocal)/,
  /'return' with value in async generator/,
  /multiple assignments to name/,
  /alternative patterns bind different names/,
  /assignment expression cannot (rebind|be used)/,
  /mapping pattern checks duplicate key/,
  /unknown Unicode character name/,
  /from __future__/,
  /cannot assign to __debug__/,
  /cannot delete __debug__/,
  /asynchronous comprehension outside/,
  /named expression cannot be used within/,
];
/** What we refuse and CPython 3.13.0 does not; later versions refuse it as we do. */
const REFUSED_LATER: readonly RegExp[] = [/lacks its '}'/];

describe('acceptance as by CPython', function () {
  this.timeout(3_600_000);
  const python = newestPython();

  before(function () {
    if (python === null || python.minor < 12) {
      console.log('      skipped: needs CPython 3.12 or later (set HELDOUT_PYTHON)');
      this.skip();
    }
  });

  /** Texts the two judge differently, with the reasons, and the rest counted. */
  function disagreements(texts: readonly string[]): { found: string[]; excepted: number } {
    const answers = ask(
      python!,
      texts.map((text) => ({ text, compile: true })),
    );
    const found: string[] = [];
    let excepted = 0;
    texts.forEach((text, index) => {
      const { ok, error = '' } = answers[index]!;
      const { problems, versioned } = parse(text);
      const tooNew = versioned.some((use) => use.minimum > python!.minor);
      const accepted = problems.length === 0 && !tooNew;
      if (accepted === ok) return;
      const message = problems[0]?.message ?? '';
      const exceptions = ok ? REFUSED_LATER : NOT_CHECKED;
      if (exceptions.some((exception) => exception.test(ok ? message : error))) excepted++;
      else found.push(`${JSON.stringify(text)}: ${ok ? `we refuse it: ${message}` : `CPython refuses it: ${error}`}`);
    });
    return { found, excepted };
  }

  it('accepts what is Python', () => {
    for (const text of SNIPPETS) assert.deepEqual(parse(text).problems, [], text);
    assert.deepEqual(disagreements(SNIPPETS), { found: [], excepted: 0 });
  });

  it('agrees on texts that almost are', () => {
    const count = Number(process.env['HELDOUT_MUTATIONS'] ?? 6000);
    const random = seeded(count);
    const texts = Array.from({ length: count }, () => {
      const text = pick(SNIPPETS, random) + (random() < 0.2 ? pick(SNIPPETS, random) : '');
      const once = mutate(text, random);
      return random() < 0.3 ? mutate(once, random) : once;
    });
    const { found, excepted } = disagreements(texts);
    console.log(`      ${texts.length} texts, ${excepted} of them among the listed exceptions`);
    assert.deepEqual(found, []);
  });

  it('would notice an acceptance too many', () => {
    const wrong = SNIPPETS.map((text) => `${text}\nx = = y\n`);
    const answers = ask(
      python!,
      wrong.map((text) => ({ text, compile: true })),
    );
    assert.ok(answers.every(({ ok }) => !ok));
    assert.ok(wrong.every((text) => parse(text).problems.length > 0));
  });
});
