// Reads what the suite wrote from inside the extension host, prints it, and closes with the line of counts.
import { existsSync, readFileSync } from 'node:fs';

const MARKS = { passed: '✔', failed: '✘', skipped: '–' };

/**
 * Prints each result. A run whose end marker is missing has no verdict, whatever VS Code reported: it says that all is
 * well even where the extension host died. Returns the exit status: 0 all passed, 1 a test failed, 2 no verdict.
 */
export function printReport(file, problem) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean) : [];
  const report = lines.map((line) => JSON.parse(line));
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const { state, title, ms, error, note } of report) {
    if (note) console.log(`    ${note}`);
    if (!title) continue;
    count[state] += 1;
    console.log(`  ${MARKS[state]} ${title}${ms === undefined ? '' : ` (${ms} ms)`}`);
    if (error) console.log(error.replace(/^/gm, '      '));
  }
  const noVerdict = problem ?? whyNoVerdict(report, count);
  if (noVerdict) {
    console.error(`No verdict: ${noVerdict}`);
    count.failed += 1;
  }
  console.log(countLine(count));
  return noVerdict ? 2 : count.failed > 0 ? 1 : 0;
}

function whyNoVerdict(report, { passed, failed }) {
  if (!report.some(({ state }) => state === 'end')) return 'the extension host ended before the tests did';
  return passed + failed === 0 ? 'no test ran' : undefined;
}

/** `N passed, N failed`, and what was skipped, if anything was. */
export function countLine({ passed, failed, skipped = 0 }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
