// `npm run test:desktop`: the same mocha suite in desktop VS Code, where that can be downloaded and shown.
//   npm run test:desktop [-- --version 1.100.0]     (on Linux without a display: xvfb-run -a npm run test:desktop)
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { buildSuite, root } from '../test/vscode/build-suite.mjs';
import { printReport } from '../test/vscode/report.mjs';

const { version } = parseArgs({ options: { version: { type: 'string', default: 'stable' } } }).values;
const temporary = mkdtempSync(path.join(tmpdir(), 'heldout-desktop-'));
const report = path.join(temporary, 'report.ndjson');
const workspace = path.join(temporary, 'samples');
cpSync(path.join(root, 'samples'), workspace, { recursive: true });

let problem;
try {
  await runTests({
    version,
    extensionDevelopmentPath: root,
    extensionTestsPath: await buildSuite(),
    extensionTestsEnv: { EXT_TEST_REPORT: report },
    launchArgs: [
      workspace,
      '--disable-extensions',
      '--disable-workspace-trust',
      `--user-data-dir=${path.join(temporary, 'user-data')}`,
    ],
  });
} catch (error) {
  // Failed tests reject as well; what they were is in the report.
  if (!/Failed with code|Test run failed/i.test(String(error))) {
    problem =
      `desktop VS Code could not be run: ${error instanceof Error ? error.message : String(error)}. ` +
      'It is downloaded on the first run, and needs a display. `npm test` runs the same suite without either.';
  }
}
const status = printReport(report, problem);
rmSync(temporary, { recursive: true, force: true });
process.exit(status);
