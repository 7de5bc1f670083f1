// The entry that VS Code calls inside the extension host. Each result is written to `EXT_TEST_REPORT` as it comes (a JSON
// object a line, an `end` marker last): the workbench reports success even where the extension host died.
import { appendFileSync } from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';

const report = process.env['EXT_TEST_REPORT'];

/** Tells the caller something that is no verdict, such as a figure. */
export function note(text: string): void {
  write({ note: text });
}

function write(line: object): void {
  if (report) appendFileSync(report, `${JSON.stringify(line)}\n`);
  else console.log(JSON.stringify(line));
}

/** Runs all tests; rejects if one failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false });
  const grep = process.env['HELDOUT_TEST_GREP'];
  if (grep) mocha.grep(grep);
  mocha.suite.emit('pre-require', globalThis, path.join(__dirname, 'index.js'), mocha);
  await import('./all');

  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => write({ state: 'passed', title: test.fullTitle(), ms: test.duration }));
    runner.on('pending', (test) => write({ state: 'skipped', title: test.fullTitle() }));
    runner.on('fail', (test, error: Error) =>
      write({ state: 'failed', title: test.fullTitle(), error: error.stack ?? String(error) }),
    );
  });
  write({ state: 'end' });
  if (failures > 0) throw new Error(`${failures} failed`);
}
