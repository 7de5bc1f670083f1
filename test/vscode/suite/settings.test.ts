// Settings of the editor and of the project change the findings at once; the project wins.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, findingOf, inWorkspace, noFindingOf, openText, ruleOf, writeFile } from './support';

/** Found in train.py, and not mentioned in the samples' own pyproject.toml. */
const RULE = 'nan-equality';

async function set(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('heldout').update(key, value, vscode.ConfigurationTarget.Workspace);
}

describe('settings', () => {
  let ownProject: Uint8Array;

  before(async () => {
    ownProject = await vscode.workspace.fs.readFile(inWorkspace('pyproject.toml'));
  });

  afterEach(async () => {
    await closeAll();
    await set('rules', undefined);
    await set('enable', undefined);
    await writeFile('pyproject.toml', ownProject);
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf(RULE, document.uri);
    await closeAll();
  });

  it('of the editor turn a rule off and raise another', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf(RULE, document.uri);
    await set('rules', { [RULE]: 'off', 'fit-before-split': 'information' });
    await noFindingOf(RULE, document.uri);
    await eventually('the other severity', async () => {
      const { severity } = await findingOf('fit-before-split', document.uri);
      return severity === vscode.DiagnosticSeverity.Information;
    });
  });

  it('of the editor turn all checks off', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf(RULE, document.uri);
    await set('enable', false);
    await eventually('nothing found', () => vscode.languages.getDiagnostics(document.uri).length === 0);
  });

  it('of pyproject.toml beat those of the editor', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf(RULE, document.uri);
    await set('rules', { [RULE]: 'off' });
    await noFindingOf(RULE, document.uri);
    await writeFile('pyproject.toml', `[tool.heldout.rules]\n${RULE} = "error"\n`);
    const finding = await findingOf(RULE, document.uri);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
  });

  it('with a mistake are a finding in pyproject.toml, and the last good ones stay', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    const project = await writeFile('pyproject.toml', `[tool.heldout.rules]\n${RULE} = "off"\n`);
    await noFindingOf(RULE, document.uri);
    await writeFile('pyproject.toml', `[tool.heldout.rules]\n${RULE} = "off"\n[tool.heldout\n`);
    const broken = await eventually('a diagnostic in the TOML', () => vscode.languages.getDiagnostics(project)[0]);
    assert.ok(broken.range.start.line >= 1, `at line ${broken.range.start.line}`);
    assert.ok(!vscode.languages.getDiagnostics(document.uri).map(ruleOf).includes(RULE));
  });
});
