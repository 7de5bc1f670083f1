// Entry of the command line: dist/cli.js.
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { processIo } from './cli/io';
import { main } from './cli/main';
import { serveChecks } from './cli/checkThread';

async function run(): Promise<void> {
  // Not `exit`: what is written to a pipe must arrive.
  process.exitCode = await main(process.argv.slice(2), processIo());
}

if (isMainThread) void run();
else serveChecks();
