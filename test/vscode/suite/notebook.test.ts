// Findings in a notebook: cells are one program, in order; a finding belongs to its cell.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  eventually,
  findingOf,
  findings,
  inWorkspace,
  noFindingOf,
  replace,
  ruleOf,
  rulesOf,
  writeFile,
} from './support';

async function openNotebook(uri: vscode.Uri): Promise<vscode.NotebookDocument> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

/** A notebook file of code cells. */
function notebookOf(...cells: readonly string[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: 'python' } },
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  });
}

describe('findings in a notebook', () => {
  afterEach(closeAll);

  it('stand in the cells of the sample', async () => {
    const notebook = await openNotebook(inWorkspace('explore.ipynb'));
    const cellWith = (rule: string) =>
      eventually(`a cell with ${rule}`, () =>
        notebook.getCells().find(({ document }) => rulesOf(document.uri).includes(rule)),
      );
    const refit = await cellWith('refit-on-test');
    const finding = findings(refit.document.uri).find((one) => ruleOf(one) === 'refit-on-test')!;
    assert.match(refit.document.lineAt(finding.range.start).text, /fit_transform/);
    await cellWith('use-before-definition');
  });

  it('see what other cells did, past magics and shell lines', async () => {
    const uri = await writeFile(
      'joined.ipynb',
      notebookOf(
        '%matplotlib inline\n!pip list\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\nimport pandas as pd\ntable = pd.read_csv("table.csv")\nrows, y = table[["a", "b"]], table["y"]',
        'scaler = StandardScaler()\nX = scaler.fit_transform(rows)',
        'X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)',
        'from sklearn.svm import SVC\nmodel = SVC().fit(X_train, y_train)\nprint(model.score(X_test, y_test))',
      ),
    );
    const notebook = await openNotebook(uri);
    const cell = notebook.cellAt(1).document;
    const leak = await findingOf('fit-before-split', cell.uri);
    assert.equal(leak.range.start.line, 1);
    const cells = (leak.relatedInformation ?? []).map(({ location }) => location.uri.toString());
    assert.ok(cells.includes(notebook.cellAt(2).document.uri.toString()), 'the split in the next cell is not named');
  });

  it('follow an edit in another cell', async () => {
    const uri = await writeFile(
      'edited.ipynb',
      notebookOf('from sklearn.model_selection import train_test_split as split', 'train, test = split(rows)'),
    );
    const notebook = await openNotebook(uri);
    const second = notebook.cellAt(1).document;
    await findingOf('unseeded-split', second.uri);
    await replace(notebook.cellAt(0).document, 'sklearn.model_selection', 'my_own_module');
    await eventually('no finding any more', () => findings(second.uri).length === 0);
  });

  it('see in which order the cells last ran', async () => {
    const ran = ['import pandas', 'print(lost)'].map((source, index) => ({
      cell_type: 'code',
      id: `ran-${index}`,
      metadata: {},
      execution_count: 2 - index,
      outputs: [],
      source,
    }));
    const json = notebookOf().replace('"cells":[]', `"cells":${JSON.stringify(ran)}`);
    const notebook = await openNotebook(await writeFile('ran.ipynb', json));
    await findingOf('deleted-definition', notebook.cellAt(1).document.uri);
  });

  it('see stored outputs, and that a quick fix has cleared them', async () => {
    const text = 'url=postgresql://app:Vq7x2mPz9K@db.corp.internal/prod\n';
    const outputs = JSON.stringify([{ output_type: 'stream', name: 'stdout', text }]);
    const before = '"outputs":[],"source":"print(settings)"';
    const json = notebookOf('settings = load()', 'print(settings)');
    assert.ok(json.includes(before));
    const stored = json.replace(before, `"outputs":${outputs},"source":"print(settings)"`);
    const notebook = await openNotebook(await writeFile('shown.ipynb', stored));
    const shown = notebook.cellAt(1);
    await findingOf('secret-in-output', shown.document.uri);
    const { range } = findings(shown.document.uri).find((one) => ruleOf(one) === 'secret-in-output')!;
    const clear = await eventually('a fix that clears the output', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        shown.document.uri,
        range,
      );
      return actions.find(({ command }) => command?.command === 'heldout.clearOutputs')?.command;
    });
    await vscode.commands.executeCommand(clear.command, ...(clear.arguments ?? []));
    assert.equal(notebook.cellAt(1).outputs.length, 0);
    assert.equal(notebook.cellAt(1).document.getText(), 'print(settings)');
    assert.equal(notebook.cellCount, 2);
    await noFindingOf('secret-in-output', notebook.cellAt(1).document.uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
