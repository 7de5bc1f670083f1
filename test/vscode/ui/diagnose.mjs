// Scenes of the Diagnose tab: a result that is wrong, the time of the nodes, two models compared.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { field, number, text } from './models.mjs';

const FLOAT = 1;

/** `y = relu(log(x − 0.5) · 3)`: NaN for all x below a half, from the logarithm on. */
export function breakingModel() {
  const node = (name, operator, inputs, output) =>
    field(1, [
      ...inputs.flatMap((input) => field(1, text(input))),
      ...field(2, text(output)),
      ...field(3, text(name)),
      ...field(4, text(operator)),
    ]);
  const scalar = (name, value) =>
    field(5, [
      ...number(2, FLOAT),
      ...field(8, text(name)),
      ...field(9, [...new Uint8Array(Float32Array.of(value).buffer)]),
    ]);
  const vector = (name) => [
    ...field(1, text(name)),
    ...field(2, field(1, [...number(1, FLOAT), ...field(2, field(1, number(1, 64)))])),
  ];
  const graph = [
    ...node('/shift/Sub', 'Sub', ['x', 'half'], 'shifted'),
    ...node('/scale/Log', 'Log', ['shifted'], 'logarithm'),
    ...node('/scale/Mul', 'Mul', ['logarithm', 'three'], 'scaled'),
    ...node('/Relu', 'Relu', ['scaled'], 'y'),
    ...field(2, text('breaks')),
    ...scalar('half', 0.5),
    ...scalar('three', 3),
    ...field(11, vector('x')),
    ...field(12, vector('y')),
  ];
  return Uint8Array.from([
    ...number(1, 8),
    ...field(2, text('by hand')),
    ...field(7, graph),
    ...field(8, [...field(1, []), ...number(2, 17)]),
  ]);
}

async function openDiagnose(window, file) {
  const view = await window.openModel(file);
  await view.getByRole('tab', { name: 'Diagnose' }).click();
  await view.getByRole('heading', { name: 'Why it is wrong' }).waitFor();
  return view;
}

/** The form fills inputs with random values between 0 and 1, half of which break this model. */
export async function nanFound(window) {
  const view = await openDiagnose(window, 'breaks.onnx');
  await view.getByRole('tab', { name: 'Overview' }).click();
  await view.locator('vscode-single-select.fill').first().click();
  await view.locator('vscode-single-select.fill li', { hasText: 'Random' }).first().click();
  await view.getByRole('tab', { name: 'Diagnose' }).click();
  await view.locator('vscode-button.check').click();
  const advice = view.locator('.advice-wrong');
  await advice.first().waitFor();
  const said = await advice.first().innerText();
  assert.match(said, /Log \/scale\/Log is the first to give \d+ NaN among 64/);
  assert.match(said, /not defined for all it gets/);
  await view.getByText(/with NaN or infinity/).click();
  assert.equal(await view.locator('table.sorted tbody tr').count(), 3, 'the tensors from Log on');
  await window.picture(`${window.theme} diagnose wrong`);
  await advice.getByText('Show it in the graph').click();
  await view.getByRole('region', { name: 'Details of Log' }).waitFor();
  await view.locator('svg.graph .item').first().waitFor();
  await window.picture(`${window.theme} diagnose wrong in graph`);
}

export async function profiled(window) {
  const model = await window.openModel('residual.onnx');
  const cost = model.getByRole('region', { name: 'Cost of a run' });
  await cost.getByText('Multiply-adds').waitFor();
  assert.match(await cost.innerText(), /Multiply-adds\s+[\d.]+ M[^]*image 1 × 3 × 64 × 64/);
  await cost.scrollIntoViewIfNeeded();
  await window.picture(`${window.theme} model cost`);
  const view = await openDiagnose(window, 'residual.onnx');
  await view.locator('vscode-button.profile').click();
  await view.locator('.outcome').waitFor();
  assert.match(await view.locator('.outcome').innerText(), /ms a run\s+median of \d+ runs on ONNX Runtime \d/);
  const times = () => view.locator('table.sorted tbody td:nth-child(1)').allInnerTexts();
  const milliseconds = (time) => parseFloat(time) * (time.endsWith(' s') ? 1000 : 1);
  const down = (await times()).map(milliseconds);
  assert.deepEqual(
    down,
    [...down].sort((a, b) => b - a),
    'the slowest node comes first',
  );
  await view.getByRole('button', { name: /^Time/ }).click();
  const up = (await times()).map(milliseconds);
  assert.deepEqual(
    up,
    [...up].sort((a, b) => a - b),
    'a second click turns the order',
  );
  await view.getByRole('button', { name: /^Time/ }).click();
  await view.locator('vscode-button.profile').scrollIntoViewIfNeeded();
  await window.picture(`${window.theme} diagnose profile`);
  await view.getByText('Colour the graph by time').click();
  await view.locator('.heat-legend:visible').waitFor();
  await view.locator('svg.graph .item.heated').first().waitFor();
  await window.picture(`${window.theme} diagnose profile in graph`);
  await view.getByRole('button', { name: 'Fold all' }).click();
  await view.locator('svg.graph .item.group.heated').first().waitFor();
  await view.getByText('Remove the colours').click();
  assert.equal(await view.locator('svg.graph .item.heated').count(), 0);
}

export async function modelsCompared(window) {
  const view = await openDiagnose(window, 'residual.onnx');
  await view.locator('vscode-button.compare-file').click();
  const list = window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'retrained.onnx' }).first();
  await list.click();
  const page = window.model();
  await page.getByRole('heading', { name: 'Models compared' }).waitFor();
  await page.getByText('what they make of the input differs').waitFor();
  assert.match(
    await page.getByRole('region', { name: 'Weights', exact: true }).innerText(),
    /\d+ changed, 0 gone, 0 new/,
  );
  assert.match(
    await page.getByRole('region', { name: 'Results' }).innerText(),
    /tensors that both have differ\. The first is/,
  );
  await window.picture(`${window.theme} compare`);
  await page.getByRole('region', { name: 'Weights', exact: true }).evaluate((part) => part.scrollIntoView());
  await window.picture(`${window.theme} compare weights`);
}

/** A run is saved from one model; the same model gives it again, and one that was trained anew does not. */
export async function comparedWithSaved(window) {
  const view = await openDiagnose(window, 'residual.onnx');
  await view.locator('vscode-button.take-archive').click();
  const dialog = window.page.locator('.quick-input-widget input[type="text"]');
  await dialog.waitFor();
  await window.until('the folder of the model is offered', async () => (await dialog.inputValue()).length > 1);
  await dialog.press('Enter');
  await window.until('the run is saved', () => existsSync(path.join(window.host.workspace, 'residual.npz')));
  for (const [file, said] of [
    ['residual.onnx', 'The model gives what was saved'],
    ['retrained.onnx', 'The model does not give what was saved. Its output differs by more than'],
  ]) {
    await openDiagnose(window, file).then((model) => model.locator('vscode-button.compare-saved').click());
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'residual.npz' }).first().click();
    const page = window.model();
    await page.getByRole('heading', { name: 'Compared with a saved result' }).waitFor();
    await page.getByText(said).waitFor();
    assert.match(await page.locator('.sides').innerText(), new RegExp(`residual\\.npz\\s*and\\s*${file}`));
    await window.picture(`${window.theme} compared with a saved result ${file}`);
  }
}
