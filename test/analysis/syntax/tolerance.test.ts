// While one types, the text is hardly ever Python: what is missing must cost no more than its own line.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from '../../../server/src/analysis/syntax';
import { newestPython, pythonFiles } from './cpython';
import { damage, lostDefinitions, type Damage } from './damage';
import { pick, seeded } from '../../random';

const PLACES = 300;

/** Damaged files of the standard library, the same on every run. */
function damagedFiles(files: readonly string[], count: number, random: () => number): Damage[] {
  const found: Damage[] = [];
  while (found.length < count) {
    const source = readFileSync(pick(files, random), 'utf8');
    if (source.length < 2000 || source.length > 100_000 || parse(source).problems.length > 0) continue;
    const damaged = damage(source, random);
    if (damaged !== null) found.push(damaged);
  }
  return found;
}

describe('tolerance', function () {
  this.timeout(600_000);
  const python = newestPython();

  before(function () {
    if (python === null) {
      console.log('      skipped: needs the standard library of a Python (set HELDOUT_PYTHON)');
      this.skip();
    }
  });

  it('loses at most 1 % of the definitions elsewhere in the file, and tells one cause once', () => {
    const damaged = damagedFiles(pythonFiles(python!.library), PLACES, seeded(1969));
    let lost = 0;
    let total = 0;
    let problems = 0;
    let unnoticed = 0;
    for (const place of damaged) {
      const result = lostDefinitions(place);
      lost += result.lost.length;
      total += result.total;
      const { length } = parse(place.damaged).problems;
      problems += length;
      // Some deletions leave Python behind (`x[:1]` without its colon).
      if (length === 0) unnoticed++;
    }
    console.log(`      ${lost} of ${total} definitions lost, ${(problems / PLACES).toFixed(2)} problems a place`);
    assert.ok(total > 3000);
    assert.ok(lost <= total / 100, `${lost} of ${total} definitions lost`);
    assert.ok(problems <= PLACES * 1.3, `${problems} problems in ${PLACES} places`);
    assert.ok(unnoticed <= PLACES * 0.05, `${unnoticed} places without a problem`);
  });

  it('would notice a parser that gives up', () => {
    const [place] = damagedFiles(pythonFiles(python!.library), 1, seeded(7));
    const { lost, total } = lostDefinitions(place!, () => []);
    assert.equal(lost.length, total);
  });
});
