// The language server under load: hours of typing in little memory, and no key that waits for long.
import assert from 'node:assert/strict';
import { percentile } from '../bench/measurement';
import { notebookCells, script } from '../bench/programs';
import { startEditor } from './client';

describe('language server under load', function () {
  this.timeout(180_000);

  it('keeps nothing of old versions: 200 edits of a long file and of a notebook fit into a small heap', async () => {
    // What one version takes, kept 400 times, would need several times as much, and the process would die.
    const editor = await startEditor({ nodeOptions: ['--max-old-space-size=64'] });
    try {
      const [file, notebook] = ['file:///load/script.py', 'file:///load/study.ipynb'];
      await editor.open(file, script(1000));
      await editor.openNotebook(notebook, notebookCells(50).map((text) => ({ text }))); // prettier-ignore
      for (let i = 0; i < 200; i++) {
        await editor.replace(file, i === 0 ? 'import numpy' : `# ${i - 1}\nimport numpy`, `# ${i}\nimport numpy`);
        await editor.replace(`${notebook}#3`, i === 0 ? '' : `# ${i - 1}\n`, `# ${i}\n`);
      }
      assert.equal(editor.process.exitCode, null);
      assert.equal(editor.diagnostics(file).length > 0, true);
    } finally {
      await editor.stop();
    }
  });

  it('answers while someone types fast: bursts are checked once, and code actions do not wait', async () => {
    const editor = await startEditor();
    try {
      const uri = 'file:///load/script.py';
      await editor.open(uri, script(1000));
      let checks = 0;
      editor.connection.onNotification('heldout/status', () => {
        checks++;
      });
      const times: number[] = [];
      for (let i = 0; i < 100; i++) {
        await editor.change(uri, { start: 0, end: 0 }, '#');
        if (i % 10 !== 9) continue;
        const before = performance.now();
        await editor.actions(uri, []);
        times.push(performance.now() - before);
      }
      assert.ok(checks < 100, `${checks} checks for 100 changes`);
      assert.ok(percentile(times, 0.5) < 1000, `code actions took ${times.map(Math.round).join(', ')} ms`);
    } finally {
      await editor.stop();
    }
  });
});
