// Generated files are what their sources give: nodes, rule pages, tables, settings, schema.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

describe('generated files', () => {
  it('are up to date', () => {
    const script = path.join(__dirname, '../../scripts/generate.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  });
});
