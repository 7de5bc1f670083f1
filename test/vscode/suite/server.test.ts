// The language server: restarted on request, and by itself when its process is killed.
import { readFileSync, readdirSync } from 'node:fs';
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, findingOf, inWorkspace, noFindingOf, openText, replace } from './support';

/** The processes that this extension host started with our server in their command line. Linux only. */
function serverProcesses(): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      return Number(parent) === process.pid && command.includes('dist/server.js') ? [Number(entry)] : [];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

describe('the language server', () => {
  afterEach(closeAll);

  it('comes back on request, in a new process', async function () {
    if (process.platform !== 'linux') return this.skip();
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf('unseeded-split', document.uri);
    const [before] = serverProcesses();
    assert.ok(before, 'no server process is there');
    await vscode.commands.executeCommand('heldout.restartServer');
    await eventually('a new process', () => serverProcesses().length === 1 && !serverProcesses().includes(before));
    await replace(document, 'stratify=y)', 'stratify=y, random_state=7)');
    await noFindingOf('unseeded-split', document.uri);
    await findingOf('fit-before-split', document.uri);
  });

  it('comes back by itself when it is killed', async function () {
    if (process.platform !== 'linux') return this.skip();
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf('unseeded-split', document.uri);
    const [before] = serverProcesses();
    assert.ok(before, 'no server process is there');
    process.kill(before, 'SIGKILL');
    await eventually('a new process', () => serverProcesses().length === 1 && !serverProcesses().includes(before));
    await replace(document, 'stratify=y)', 'stratify=y, random_state=7)');
    await noFindingOf('unseeded-split', document.uri);
    await findingOf('fit-before-split', document.uri);
  });
});
