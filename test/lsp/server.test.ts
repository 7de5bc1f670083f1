// The real language server over its streams: what an editor sees while someone types.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { fileUri, startEditor, type EditorOptions, type TestEditor } from './client';

const NAN = 'import numpy as np\nx = np.nan\nmissing = x == np.nan\n';
const SPLIT = 'from sklearn.model_selection import train_test_split\na, b = train_test_split(rows)\n';

const messages = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ message }) => JSON.stringify(message)).join('\n');
const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

describe('language server', function () {
  this.timeout(30_000);
  let folder: string;
  let editor: TestEditor;

  const start = async (options: EditorOptions = {}) => {
    editor = await startEditor({ folders: [folder], ...options });
    return editor;
  };
  const uri = (file: string) => fileUri(path.join(folder, file));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    return uri(file);
  };

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heldout-lsp-')));
  });
  afterEach(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('diagnostics', () => {
    it('say what, where, how bad, and where to read on', async () => {
      await start();
      await editor.open(uri('a.py'), NAN);
      const [diagnostic, ...others] = editor.diagnostics(uri('a.py'));
      assert.deepEqual(others, []);
      assert.equal(diagnostic?.code, 'nan-equality');
      assert.equal(diagnostic.source, 'Heldout');
      assert.equal(diagnostic.severity, 1);
      assert.deepEqual(diagnostic.range, { start: { line: 2, character: 10 }, end: { line: 2, character: 21 } });
      assert.equal(diagnostic.codeDescription?.href, 'heldout-rule:/nan-equality.md');
    });

    it('have no links for a client without pages', async () => {
      await start({ initialization: {} });
      await editor.open(uri('a.py'), NAN);
      const [diagnostic] = editor.diagnostics(uri('a.py'));
      assert.equal(diagnostic?.codeDescription, undefined);
      const titles = (await editor.actions(uri('a.py'), editor.diagnostics(uri('a.py')))).map(({ title }) => title);
      assert.ok(!titles.some((title) => title.startsWith('Explain')), titles.join());
    });

    it('follow unsaved edits, and go when the file is closed', async () => {
      await start();
      await editor.open(uri('a.py'), NAN);
      await editor.replace(uri('a.py'), 'x == np.nan', 'np.isnan(x)');
      assert.deepEqual(editor.diagnostics(uri('a.py')), []);
      await editor.replace(uri('a.py'), 'np.isnan(x)', 'x != np.nan');
      assert.deepEqual(codes(editor.diagnostics(uri('a.py'))), ['nan-equality']);
      await editor.close(uri('a.py'));
      await editor.open(uri('b.py'), '');
      assert.deepEqual(editor.shown(), []);
    });

    it('count characters as the protocol does, in UTF-16', async () => {
      await start();
      await editor.open(uri('a.py'), 'import numpy as np\ns = "😀é"; y = x == np.nan\n');
      const [diagnostic] = editor.diagnostics(uri('a.py'));
      assert.deepEqual(diagnostic?.range.start, { line: 1, character: 15 });
    });

    it('work for untitled text', async () => {
      await start();
      await editor.open('untitled:Untitled-1', NAN);
      assert.deepEqual(codes(editor.diagnostics('untitled:Untitled-1')), ['nan-equality']);
    });

    it('never come for code of others or for ignored files', async () => {
      mkdirSync(path.join(folder, '.git'));
      write('.gitignore', 'scratch.py\n');
      await start();
      for (const file of ['.venv/lib/a.py', 'node_modules/a.py', 'scratch.py']) await editor.open(uri(file), NAN);
      await editor.open(uri('own.py'), NAN);
      assert.deepEqual(editor.shown(), [uri('own.py')]);
    });
  });

  describe('fixes', () => {
    it('travel with their diagnostic, and applying one takes the finding away', async () => {
      await start();
      await editor.open(uri('a.py'), NAN);
      const [fix] = await editor.actions(uri('a.py'), editor.diagnostics(uri('a.py')), ['quickfix']);
      assert.equal(fix?.isPreferred, true);
      assert.equal(fix.kind, 'quickfix');
      await editor.apply(fix.edit ?? {});
      assert.deepEqual(editor.diagnostics(uri('a.py')), []);
      assert.match(editor.text(uri('a.py')), /missing = (?:np|pd)\.isna/);
    });

    it('of an older version are not offered', async () => {
      await start();
      await editor.open(uri('a.py'), NAN);
      const stale = editor.diagnostics(uri('a.py'));
      await editor.replace(uri('a.py'), 'x = np.nan', 'x = 1');
      const titles = (await editor.actions(uri('a.py'), stale)).map(({ title }) => title);
      assert.deepEqual(titles, ['Ignore `nan-equality` on this line', 'Explain `nan-equality`']);
    });

    it('that need a look say so and are not preferred', async () => {
      await start();
      await editor.open(uri('a.py'), 'import torch\nm = torch.load("m.pt", weights_only=False)\n');
      const actions = await editor.actions(uri('a.py'), editor.diagnostics(uri('a.py')));
      assert.match(actions[0]?.title ?? '', /\(review\)$/);
      assert.equal(actions[0]?.isPreferred, undefined);
    });

    it('silence a finding by a comment', async () => {
      await start();
      await editor.open(uri('a.py'), NAN);
      const actions = await editor.actions(uri('a.py'), editor.diagnostics(uri('a.py')));
      const ignore = actions.find(({ title }) => title.startsWith('Ignore'));
      await editor.apply(ignore?.edit ?? {});
      assert.deepEqual(editor.diagnostics(uri('a.py')), []);
      assert.match(editor.text(uri('a.py')), /== np\.nan {2}# heldout: ignore\[nan-equality\]\n$/);
    });

    it('explain by a command of the client', async () => {
      await start();
      await editor.open(uri('a.py'), NAN);
      const actions = await editor.actions(uri('a.py'), editor.diagnostics(uri('a.py')));
      const explain = actions.find(({ title }) => title === 'Explain `nan-equality`');
      assert.deepEqual(explain?.command?.command, 'heldout.showRule');
      assert.deepEqual(explain.command.arguments, ['nan-equality']);
    });

    it('are all made at once, the safe ones only, where source.fixAll asks', async () => {
      await start();
      const text = `${NAN}${SPLIT}import torch\nm = torch.load("m.pt", weights_only=False)\nz = x != np.nan\n`;
      await editor.open(uri('a.py'), text);
      const actions = await editor.actions(uri('a.py'), [], ['source.fixAll']);
      assert.deepEqual(
        actions.map(({ kind }) => kind),
        ['source.fixAll.heldout'],
      );
      await editor.apply(actions[0]?.edit ?? {});
      assert.deepEqual(codes(editor.diagnostics(uri('a.py'))), ['unsafe-torch-load']);
      assert.match(editor.text(uri('a.py')), /weights_only=False/);
      assert.deepEqual(await editor.actions(uri('a.py'), [], ['source.fixAll']), []);
    });

    it('are not offered as source actions in the menu of a finding', async () => {
      await start();
      await editor.open(uri('a.py'), NAN);
      const kinds = (await editor.actions(uri('a.py'), editor.diagnostics(uri('a.py')))).map(({ kind }) => kind);
      assert.deepEqual([...new Set(kinds)], ['quickfix']);
    });
  });

  describe('notebooks', () => {
    const notebook = () => uri('study.ipynb');
    const cells = [
      { text: '# Study', language: 'markdown' },
      { text: '%matplotlib inline\nimport numpy as np' },
      { text: 'y = x == np.nan' },
    ];
    const inCell = (number: number) => codes(editor.diagnostics(`${notebook()}#${number}`));

    it('are one program: a finding in one cell follows an edit in another', async () => {
      await start();
      await editor.openNotebook(notebook(), cells);
      assert.deepEqual(inCell(2), ['nan-equality']);
      await editor.replace(`${notebook()}#1`, 'import numpy as np', 'import other as np');
      assert.deepEqual(inCell(2), []);
      await editor.replace(`${notebook()}#1`, 'import other as np', 'import numpy as np');
      assert.deepEqual(inCell(2), ['nan-equality']);
    });

    it('follow cells that come, go and move', async () => {
      await start();
      await editor.openNotebook(notebook(), [{ text: 'rows = load()' }, { text: 'print(rows)' }]);
      assert.deepEqual(editor.shown(), []);
      await editor.moveCell(notebook(), 0, 1);
      assert.deepEqual(inCell(1), ['use-before-definition']);
      await editor.moveCell(notebook(), 1, 0);
      assert.deepEqual(editor.shown(), []);
      await editor.spliceCells(notebook(), 0, 0, [{ text: 'import numpy as np\nz = 1 == np.nan' }]);
      assert.deepEqual(inCell(2), ['nan-equality']);
      await editor.spliceCells(notebook(), 0, 1, []);
      assert.deepEqual(editor.shown(), []);
    });

    it('see in which order the editor has run the cells', async () => {
      await start();
      await editor.openNotebook(notebook(), [{ text: 'import pandas' }, { text: 'print(lost)' }]);
      assert.deepEqual(editor.shown(), []);
      const done = editor.next('heldout/status', ({ last }) => last?.uri === notebook());
      const [, document] = editor.cells(notebook());
      const ran = { kind: 2, document, executionSummary: { executionOrder: 3, success: true } };
      await editor.connection.sendNotification('notebookDocument/didChange', {
        notebookDocument: { uri: notebook(), version: 7 },
        change: { cells: { data: [ran] } },
      });
      await done;
      assert.deepEqual(inCell(1), ['deleted-definition']);
    });

    it('see the outputs of cells that the client tells of, and that they are gone', async () => {
      await start();
      const tell = async (outputs: readonly string[]): Promise<void> => {
        const done = editor.next('heldout/status', ({ last }) => last?.uri === notebook());
        const told = [{ uri: editor.cells(notebook())[1]!, outputs, executionCount: null }];
        await editor.connection.sendNotification('heldout/notebook/outputs', { uri: notebook(), cells: told });
        await done;
      };
      await editor.openNotebook(notebook(), [{ text: 'settings = load()' }, { text: 'print(settings)' }]);
      assert.deepEqual(editor.shown(), []);
      await tell(['url=postgresql://app:Vq7x2mPz9K@db.corp.internal/prod']);
      assert.deepEqual(inCell(1), ['secret-in-output']);
      const shown = editor.diagnostics(`${notebook()}#1`);
      const [clear] = await editor.actions(`${notebook()}#1`, shown, ['quickfix']);
      assert.equal(clear?.title, 'Clear this output (review)');
      assert.equal(clear.edit, undefined);
      assert.deepEqual(clear.command?.arguments, [notebook(), [editor.cells(notebook())[1]]]);
      await editor.moveCell(notebook(), 1, 0);
      // The output moved with its cell.
      assert.deepEqual(new Set(inCell(1)), new Set(['use-before-definition', 'secret-in-output']));
      await editor.moveCell(notebook(), 0, 1);
      await tell([]);
      assert.deepEqual(editor.shown(), []);
    });

    it('offer no clearing of outputs to an editor that has no command for it', async () => {
      await start({ initialization: { trusted: true, rulePages: true } });
      await editor.openNotebook(notebook(), [{ text: 'settings = load()' }, { text: 'print(settings)' }]);
      const done = editor.next('heldout/status', ({ last }) => last?.uri === notebook());
      const outputs = ['url=postgresql://app:Vq7x2mPz9K@db.corp.internal/prod'];
      const told = [{ uri: editor.cells(notebook())[1]!, outputs, executionCount: null }];
      await editor.connection.sendNotification('heldout/notebook/outputs', { uri: notebook(), cells: told });
      await done;
      const found = editor.diagnostics(`${notebook()}#1`);
      assert.equal(found.length, 1);
      const titles = (await editor.actions(`${notebook()}#1`, found, ['quickfix'])).map(({ title }) => title);
      assert.deepEqual(titles, ['Ignore `secret-in-output` on this line', 'Explain `secret-in-output`']);
    });

    it('leave cells of other languages alone', async () => {
      await start();
      await editor.openNotebook(notebook(), [{ text: 'import numpy as np\ny = x == np.nan', language: 'julia' }]);
      assert.deepEqual(editor.shown(), []);
    });

    it('fix in their cells, and all at once only for the whole notebook', async () => {
      await start();
      await editor.openNotebook(notebook(), [...cells, { text: 'z = x != np.nan' }]);
      const second = `${notebook()}#2`;
      assert.deepEqual(await editor.actions(second, [], ['source.fixAll']), []);
      const [fixAll] = await editor.actions(second, [], ['notebook.source.fixAll']);
      assert.equal(fixAll?.kind, 'notebook.source.fixAll.heldout');
      await editor.apply(fixAll.edit ?? {});
      assert.deepEqual(editor.shown(), []);
      assert.doesNotMatch(editor.text(second) + editor.text(`${notebook()}#3`), /np\.nan/);
      assert.equal(editor.text(`${notebook()}#1`).split('\n')[0], '%matplotlib inline');
    });

    it('fix one finding by a quick fix of its cell', async () => {
      await start();
      await editor.openNotebook(notebook(), cells);
      const second = `${notebook()}#2`;
      const [fix] = await editor.actions(second, editor.diagnostics(second));
      await editor.apply(fix?.edit ?? {});
      assert.deepEqual(editor.shown(), []);
    });
  });

  describe('settings', () => {
    it('of the editor hold at once', async () => {
      await start({ settings: { rules: { 'nan-equality': 'hint' } } });
      await editor.open(uri('a.py'), NAN);
      assert.equal(editor.diagnostics(uri('a.py'))[0]?.severity, 4);
      await editor.changeSettings({ rules: { 'nan-equality': 'off' } });
      assert.deepEqual(editor.diagnostics(uri('a.py')), []);
      await editor.changeSettings({ enable: false });
      await editor.changeSettings({});
      assert.equal(editor.diagnostics(uri('a.py'))[0]?.severity, 1);
    });

    it('of the project beat the editor’s', async () => {
      write('pyproject.toml', '[tool.heldout.rules]\nnan-equality = "warning"\n');
      await start({ settings: { rules: { 'nan-equality': 'off' } } });
      await editor.open(uri('a.py'), NAN);
      assert.equal(editor.diagnostics(uri('a.py'))[0]?.severity, 2);
    });

    it('that are broken are marked in their file, and the last good ones hold until it is mended', async () => {
      const toml = write('pyproject.toml', '[tool.heldout]\nignore = ["nan-equality"]\n');
      await start();
      await editor.open(uri('a.py'), NAN);
      assert.deepEqual(editor.shown(), []);

      const checkedAfter = async () => {
        const done = editor.next('heldout/status', ({ last }) => last?.uri === uri('a.py'));
        await editor.filesChanged([toml]);
        await done;
      };
      write('pyproject.toml', '[tool.heldout]\nignore = ["nan-equality"\n');
      await checkedAfter();
      assert.deepEqual(editor.shown(), [toml]);
      assert.equal(editor.diagnostics(toml)[0]?.severity, 1);

      write('pyproject.toml', '[tool.heldout]\nignor = ["nan-equality"]\n');
      await checkedAfter();
      assert.match(messages(editor.diagnostics(toml)), /no setting `ignor`\. Did you mean `ignore`/);
      assert.deepEqual(editor.diagnostics(toml)[0]?.range.start, { line: 1, character: 0 });
      assert.deepEqual(codes(editor.diagnostics(uri('a.py'))), ['nan-equality']);

      rmSync(path.join(folder, 'pyproject.toml'));
      await checkedAfter();
      assert.deepEqual(editor.shown(), [uri('a.py')]);
    });

    it('in force can be read, with where they come from', async () => {
      const toml = write('pyproject.toml', '[tool.heldout]\nignore = ["nan-equality"]\n');
      await start({ settings: { rules: { 'unseeded-split': 'error' } } });
      const { text } = await editor.ask('heldout/settings/effective', { uri: uri('a.py') });
      assert.match(text, /^nan-equality = "off" {2}# its own: error/m);
      assert.match(text, /^unseeded-split = "error" {2}# its own: hint, from: editor$/m);
      assert.ok(text.includes(`Project file: ${path.join(folder, 'pyproject.toml')}`), toml);
    });
  });

  describe('files that import others', () => {
    const STEPS = `import pandas as pd
from sklearn.preprocessing import StandardScaler
def prepare(df):
    df[['a']] = StandardScaler().fit_transform(df[['a']])
    return df
`;
    const MAIN = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from tools import prepare
train, test = train_test_split(prepare(pd.read_csv('flats.csv')), random_state=0)
print(Ridge().fit(train[['a']], train['b']).score(test[['a']], test['b']))
`;
    const leaks = () => codes(editor.diagnostics(uri('main.py'))).filter((code) => code === 'fit-before-split').length;
    const checked = () => editor.next('heldout/status', ({ last }) => last?.uri === uri('main.py'));

    it('follow unsaved edits of these, also through others, and what they say on the disk again once they are closed', async () => {
      write('steps.py', STEPS);
      write('tools.py', 'from steps import prepare\n');
      write('main.py', MAIN);
      await start();
      await editor.open(uri('main.py'), MAIN);
      assert.equal(leaks(), 1);

      let again = checked();
      await editor.open(uri('steps.py'), STEPS);
      await again;
      again = checked();
      await editor.replace(uri('steps.py'), 'StandardScaler().fit_transform(', 'abs(');
      await again;
      assert.equal(leaks(), 0);

      again = checked();
      await editor.close(uri('steps.py'));
      await again;
      assert.equal(leaks(), 1);
    });

    it('follow them on the disk, and when they vanish', async () => {
      write('tools.py', STEPS);
      await start();
      await editor.open(uri('main.py'), MAIN);
      assert.equal(leaks(), 1);
      let again = checked();
      rmSync(path.join(folder, 'tools.py'));
      await editor.filesChanged([uri('tools.py')]);
      await again;
      assert.equal(leaks(), 0);
      again = checked();
      write('tools.py', STEPS);
      await editor.filesChanged([uri('tools.py')]);
      await again;
      assert.equal(leaks(), 1);
    });
  });

  describe('check workspace', () => {
    it('checks closed files too, says what cannot be read, and follows what changes on the disk', async () => {
      write('a.py', NAN);
      write('sub/b.py', NAN);
      write('.venv/c.py', NAN);
      write('broken.ipynb', '{');
      write('n.ipynb', JSON.stringify({ cells: [{ cell_type: 'code', source: NAN }] }));
      await start();
      await editor.open(uri('a.py'), 'pass\n');
      const result = await editor.ask('heldout/workspace/check', {});
      assert.deepEqual(
        { files: result.files, findings: result.findings, stopped: result.stopped },
        { files: 4, findings: 2, stopped: null },
      );
      assert.deepEqual(
        result.problems.map((each) => each.uri),
        [uri('broken.ipynb')],
      );
      assert.deepEqual([...editor.shown()].sort(), [uri('n.ipynb'), uri('sub/b.py')]);
      assert.match(messages(editor.diagnostics(uri('n.ipynb'))), /^"Cell 1, line 3: /);

      write('sub/b.py', 'pass\n');
      await editor.filesChanged([uri('sub/b.py')]);
      await editor.ask('heldout/rule/list', {});
      assert.deepEqual(editor.shown(), [uri('n.ipynb')]);
    });

    it('knows an open file however its URI is spelt', async () => {
      write('a+b@c.py', NAN);
      await start();
      const spelt = uri('a+b@c.py');
      assert.ok(spelt.endsWith('a%2Bb%40c.py'));
      await editor.open(spelt, 'pass\n');
      const { findings } = await editor.ask('heldout/workspace/check', {});
      assert.equal(findings, 0);
      assert.deepEqual(editor.shown(), []);
    });

    it('takes the settings of the editor for closed files too', async () => {
      write('a.py', NAN);
      await start({ settings: { exclude: ['a.py'] } });
      assert.equal((await editor.ask('heldout/workspace/check', {})).files, 0);
      await editor.changeSettings({ rules: { 'nan-equality': 'hint' } });
      await editor.ask('heldout/workspace/check', {});
      assert.equal(editor.diagnostics(uri('a.py'))[0]?.severity, 4);
    });

    it('can be cancelled', async () => {
      for (let i = 0; i < 300; i++) write(`f${i}.py`, NAN);
      await start();
      const { CancellationTokenSource } = await import('vscode-languageserver-protocol');
      const source = new CancellationTokenSource();
      const asking = editor.connection.sendRequest('heldout/workspace/check', {}, source.token);
      setTimeout(() => source.cancel(), 20);
      const result: unknown = await asking;
      assert.ok(typeof result === 'object' && result !== null && 'stopped' in result && 'files' in result);
      assert.equal(result.stopped, 'cancelled');
      assert.ok(Number(result.files) < 300);
    });
  });

  describe('rules', () => {
    it('are listed and have pages', async () => {
      await start();
      const list = await editor.ask('heldout/rule/list', {});
      assert.ok(list.some(({ name }) => name === 'nan-equality'));
      for (const { name } of list) {
        const page = await editor.ask('heldout/rule/page', { name });
        assert.ok(page?.markdown.startsWith(`# ${name}\n`), name);
      }
      assert.equal(await editor.ask('heldout/rule/page', { name: 'nothing' }), null);
    });
  });

  it('logs its version and rules once, and nothing else for ordinary work', async () => {
    await start();
    await editor.open(uri('a.py'), NAN);
    await editor.openNotebook(uri('n.ipynb'), [{ text: NAN }]);
    assert.equal(editor.log.length, 1, editor.log.join('\n'));
    assert.match(editor.log[0] ?? '', /^Heldout \d+\.\d+\.\d+ with \d+ rules/);
  });

  it('outlives garbage: odd messages, broken text, fast edits', async () => {
    await start();
    await editor.open(uri('a.py'), 'def f(:\n  x = (\n"""');
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri('nowhere.py'), version: 2 },
      contentChanges: [{ text: 'x' }],
    });
    for (let i = 0; i < 200; i++) await editor.change(uri('a.py'), { start: 0, end: 0 }, '(');
    await editor.open(uri('b.py'), NAN);
    assert.deepEqual(codes(editor.diagnostics(uri('b.py'))), ['nan-equality']);
    assert.equal(editor.process.exitCode, null);
  });
});
