// Values that a notebook shows, also in scripts that were one.
import assert from 'node:assert/strict';
import { createModule } from '../../server/src/analysis/createModule';
import { isExportedNotebook, isShown } from '../../server/src/analysis/displays';
import type { Module } from '../../server/src/analysis/module';
import { Kind, parse } from '../../server/src/analysis/syntax';
import { NO_ENVIRONMENT } from '../../server/src/project/environment';

function moduleOf(source: string): Module {
  return createModule({ source, syntax: parse(source), notebook: null }, NO_ENVIRONMENT);
}

function shown(text: string): readonly string[] {
  const module = moduleOf(text);
  return module
    .all(Kind.ExprStmt)
    .filter((stmt) => isShown(module, stmt))
    .map((stmt) => module.textOf(stmt));
}

describe('displays', () => {
  it('are the last expressions of marked cells', () => {
    assert.deepEqual(shown('df\ndf.head()\n# In[2]:\nx\n# more\n# In[3]:\nprint(1)\n'), ['df.head()', 'x', 'print(1)']);
  });

  it('are any in a script where several lines do nothing but show', () => {
    const text = 'df\ndf.shape\ndf.dropna()\ndf.head()\n';
    assert.equal(isExportedNotebook(moduleOf(text)), true);
    assert.deepEqual(shown(text), ['df', 'df.shape', 'df.dropna()', 'df.head()']);
  });

  it('are told at once whatever the comments behind them', () => {
    const row = `${'#'.repeat(80)}\n# a # b # c # d\n`.repeat(50);
    assert.deepEqual(shown(`# %%\ndf\n${row}# %%\nx\n${row}print(1)\n`), ['df', 'print(1)']);
  });

  it('are none in a script, nor in a function', () => {
    assert.deepEqual(shown('df.dropna()\nprint(df)\n'), []);
    assert.deepEqual(shown('df\ndf.shape\ndf.head()\ndef f():\n    df.dropna()\n'), ['df', 'df.shape', 'df.head()']);
  });
});
