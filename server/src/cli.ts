// Entry of the command line: dist/cli.js.
import process from 'node:process';
import { processIo } from './cli/io';
import { main } from './cli/main';

async function run(): Promise<void> {
  // Not `exit`: what is written to a pipe must arrive.
  process.exitCode = await main(process.argv.slice(2), processIo());
}

void run();
