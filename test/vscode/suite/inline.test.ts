// Models inside Python code, through VS Code's own providers. What it looks like is tested by clicks in the UI run.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, inWorkspace, openText, writeFile } from './support';

const SCRIPT = `import numpy as np
import onnxruntime as ort

session = ort.InferenceSession("penguins.onnx")
mass = np.array([[4500.0]], dtype=np.float32)
label, scores = session.run(None, {"body_mass_g": mass})
`;

describe('models inside Python code', () => {
  let uri: vscode.Uri;
  let editor: vscode.TextEditor;

  beforeEach(async () => {
    uri = await writeFile('inline_call.py', SCRIPT);
    editor = await openText(uri);
    await eventually('lenses', async () => (await lenses()).length > 0);
  });
  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(uri);
  });

  async function lenses(): Promise<readonly vscode.Command[]> {
    const found: vscode.CodeLens[] = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 99);
    return found.flatMap(({ command }) => command ?? []);
  }

  const titled = async (pattern: RegExp) => (await lenses()).find(({ title }) => pattern.test(title));

  async function run(): Promise<void> {
    const command = (await lenses()).findLast(({ title }) => title.includes('Run'));
    assert.ok(command, 'no lens to run');
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
  }

  it('shows a card, hints, completions and the way to the model', async () => {
    const at = new vscode.Position(3, 36);
    const hovers: vscode.Hover[] = await vscode.commands.executeCommand('vscode.executeHoverProvider', uri, at);
    const card = hovers
      .flatMap(({ contents }) => contents)
      .map((each) => (typeof each === 'string' ? each : each.value));
    assert.match(card.join('\n'), /\*\*penguins\.onnx\*\*/);
    const range = new vscode.Range(0, 0, 9, 0);
    const hints: vscode.InlayHint[] = await vscode.commands.executeCommand(
      'vscode.executeInlayHintProvider',
      uri,
      range,
    );
    assert.ok(hints.length >= 3);
    const definitions: readonly (vscode.Location | vscode.LocationLink)[] = await vscode.commands.executeCommand(
      'vscode.executeDefinitionProvider',
      uri,
      at,
    );
    const targets = definitions.map((each) => ('uri' in each ? each.uri : each.targetUri).toString());
    assert.ok(targets.includes(inWorkspace('penguins.onnx').toString()));
    const items: vscode.CompletionList = await vscode.commands.executeCommand(
      'vscode.executeCompletionItemProvider',
      uri,
      new vscode.Position(5, 36),
    );
    assert.ok(items.items.some(({ label }) => label === 'flipper_length_mm'));
  });

  it('runs only when asked, keeps the result, and says when it is old', async () => {
    assert.equal(await titled(/ ms/), undefined);
    await run();
    assert.match((await titled(/ ms/))?.title ?? '', /^(?:Adelie|Chinstrap|Gentoo) [>01.\d]+ · [\d.]+ ms$/);
    await editor.edit((edit) => edit.replace(new vscode.Range(4, 17, 4, 23), '3000.5'));
    await eventually('a stale result', () => titled(/stale: the code changed/));
    await vscode.commands.executeCommand('undo');
    await eventually('a result that holds again', async () => (await titled(/ ms$/)) !== undefined);
    const model = await vscode.workspace.fs.readFile(inWorkspace('penguins.onnx'));
    await new Promise((resolve) => setTimeout(resolve, 20)); // another time of the file
    await vscode.workspace.fs.writeFile(inWorkspace('penguins.onnx'), model);
    await eventually('a result of the former model', () => titled(/stale: the model changed/));
  });

  it('opens the model', async () => {
    const open = await titled(/^Open penguins/);
    assert.ok(open);
    await vscode.commands.executeCommand(open.command, ...(open.arguments ?? []));
    await eventually('the model editor', () => {
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      return input instanceof vscode.TabInputCustom && input.viewType === 'heldout.model';
    });
  });

  it('can be without lenses', async () => {
    const settings = vscode.workspace.getConfiguration('heldout');
    await settings.update('onnx.codeLens', false, vscode.ConfigurationTarget.Workspace);
    await eventually('no lenses', async () => (await lenses()).length === 0);
    await settings.update('onnx.codeLens', undefined, vscode.ConfigurationTarget.Workspace);
    await eventually('lenses again', async () => (await lenses()).length > 0);
  });
});
