// Runs the mocha suite inside the extension host of a real VS Code, and ends in one line of counts.
//   node test/vscode/run-suite.mjs [--grep TEXT] [--verbose] [--keep]
// Exit status: 0 all passed; 1 a test failed; 2 no verdict (no start, time-out, extension host died, no test ran).
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { delay, startHost } from './host.mjs';
import { setup } from './setup.mjs';
import { buildSuite, root } from './build-suite.mjs';

const LIMIT_S = 300;

const { values: options } = parseArgs({
  options: { grep: { type: 'string' }, verbose: { type: 'boolean' }, keep: { type: 'boolean' } },
});

let verdict;
let problem;
let report = [];
const started = Date.now();
try {
  await setup();
  const tests = await buildSuite();
  ({ verdict, problem, report } = await runIn(path.join(root, 'samples'), tests));
} catch (error) {
  problem = error.message;
}

const count = { passed: 0, failed: 0, skipped: 0 };
for (const { state, title, ms, error, note } of report) {
  if (note) console.log(`        ${note}`);
  if (!title) continue;
  count[state] += 1;
  const mark = { passed: '✔', failed: '✘', skipped: '–' }[state];
  console.log(`  ${mark} ${title}${ms === undefined ? '' : ` (${ms} ms)`}`);
  if (error) console.log(error.replace(/^/gm, '      '));
}
if (!problem && !report.some(({ state }) => state === 'end')) {
  problem = `the extension host ended (code ${verdict}) before the tests did`;
}
if (!problem && count.passed + count.failed === 0) problem = 'no test ran';
if (problem) {
  console.error(`No verdict: ${problem}`);
  count.failed += 1;
}
console.log(`The suite in VS Code took ${((Date.now() - started) / 1000).toFixed(1)} s.`);
console.log(`${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''}`);
process.exit(problem ? 2 : count.failed > 0 ? 1 : 0);

/** Opens the workspace with the extension and its tests, and waits for what the extension host says. */
async function runIn(workspace, tests) {
  const reportFolder = path.join(root, '.cache', 'reports');
  mkdirSync(reportFolder, { recursive: true });
  const reportFile = path.join(reportFolder, `suite-${process.pid}.ndjson`);
  const env = { EXT_TEST_REPORT: reportFile, HELDOUT_TEST_GREP: options.grep ?? '' };
  const host = await startHost({ workspace, forTests: true, env });
  let failed;
  let code;
  try {
    const page = await host.browser.newPage({ viewport: { width: 1440, height: 900 } });
    const exited = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', (type, args) => {
      if (options.verbose) console.log(`<${type}>`, format(...args));
    });
    const payload = [
      ['extensionDevelopmentPath', host.remote(root)],
      ['extensionTestsPath', host.remote(tests)],
      ['enableProposedApi', ''],
      ['skipWelcome', 'true'],
    ];
    await page.goto(host.address({ payload: JSON.stringify(payload) }));
    code = await Promise.race([exited, delay(LIMIT_S * 1000)]);
    if (code === undefined) failed = `none within ${LIMIT_S} s`;
  } catch (error) {
    failed = error.message;
  } finally {
    await host.stop({ keep: options.keep });
    if (options.keep) console.log(`kept: ${host.temporary}`);
  }
  const lines = existsSync(reportFile) ? readFileSync(reportFile, 'utf8').trim().split('\n').filter(Boolean) : [];
  return { verdict: code, problem: failed, report: lines.map((line) => JSON.parse(line)) };
}
