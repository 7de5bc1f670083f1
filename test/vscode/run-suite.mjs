// Runs the mocha suite inside the extension host of a real VS Code, and ends in one line of counts.
//   node test/vscode/run-suite.mjs [--grep TEXT] [--verbose] [--keep]
// Exit status: 0 all passed; 1 a test failed; 2 no verdict (no start, time-out, extension host died, no test ran).
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { buildSuite, root } from './build-suite.mjs';
import { delay, startHost } from './host.mjs';
import { printReport } from './report.mjs';
import { setup } from './setup.mjs';

const LIMIT_S = 300;

const { values: options } = parseArgs({
  options: { grep: { type: 'string' }, verbose: { type: 'boolean' }, keep: { type: 'boolean' } },
});

const reportFile = path.join(root, '.cache', 'reports', `suite-${process.pid}.ndjson`);
mkdirSync(path.dirname(reportFile), { recursive: true });
const started = Date.now();
let problem;
try {
  await setup();
  problem = await runIn(path.join(root, 'samples'), await buildSuite());
} catch (error) {
  problem = error.message;
}
console.log(`  in VS Code, from start to end: ${((Date.now() - started) / 1000).toFixed(1)} s`);
const status = printReport(reportFile, problem);
rmSync(reportFile, { force: true });
process.exit(status);

/** Opens a copy of the folder with the extension and its tests; returns why there is no verdict, if there is none. */
async function runIn(workspace, tests) {
  const env = { EXT_TEST_REPORT: reportFile, HELDOUT_TEST_GREP: options.grep ?? '' };
  const host = await startHost({ workspace, forTests: true, env });
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
    const verdict = await Promise.race([exited, delay(LIMIT_S * 1000)]);
    return verdict === undefined ? `the tests did not end within ${LIMIT_S} s` : undefined;
  } finally {
    await host.stop({ keep: options.keep });
    if (options.keep) console.log(`  kept: ${host.temporary}`);
  }
}
