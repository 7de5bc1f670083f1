// A mocha reporter: one line a suite, failures and skipped tests in full, and the counts as JSON for scripts/test.mjs.
'use strict';
const { writeFileSync } = require('node:fs');
const path = require('node:path');
const Mocha = require('mocha');

const { Base } = Mocha.reporters;
const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

class Reporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    const files = new Map();
    const skipped = [];
    const count = (test, outcome) => {
      const file = path.relative(process.cwd(), test.file ?? test.parent?.file ?? 'unknown');
      const counts = files.get(file) ?? { passed: 0, failed: 0, skipped: 0, milliseconds: 0 };
      counts[outcome]++;
      counts.milliseconds += test.duration ?? 0;
      files.set(file, counts);
    };
    runner.on(EVENT_TEST_PASS, (test) => count(test, 'passed'));
    runner.on(EVENT_TEST_FAIL, (test) => count(test, 'failed'));
    runner.on(EVENT_TEST_PENDING, (test) => {
      count(test, 'skipped');
      skipped.push(test.fullTitle());
    });
    runner.once(EVENT_RUN_END, () => {
      for (const [file, counts] of files) console.log(line(file, counts));
      for (const title of skipped) console.log(`skipped: ${title}`);
      if (this.failures.length > 0) Base.list(this.failures);
      const total = { passed: 0, failed: 0, skipped: 0 };
      for (const counts of files.values()) for (const key of Object.keys(total)) total[key] += counts[key];
      if (process.env.HELDOUT_TEST_COUNTS) writeFileSync(process.env.HELDOUT_TEST_COUNTS, JSON.stringify(total));
    });
  }
}

function line(file, { passed, failed, skipped, milliseconds }) {
  const counts = [`${passed} ok`, failed > 0 && `${failed} FAILED`, skipped > 0 && `${skipped} skipped`].filter(
    Boolean,
  );
  return `${file}: ${counts.join(', ')} (${(milliseconds / 1000).toFixed(1)} s)`;
}

module.exports = Reporter;
