// Scenes of the graph of a model: drawn, walked through, folded, searched; weights and a tensor of a run looked at.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const item = (view, label) => view.locator(`svg.graph .item[aria-label^="${label}"]`);

async function openGraph(window, file) {
  const view = await window.openModel(file);
  await view.getByRole('tab', { name: 'Graph' }).click();
  await view.locator('svg.graph .item').first().waitFor();
  return view;
}

/** Looked at in every theme. */
export async function graphShown(window) {
  const view = await openGraph(window, 'residual.onnx');
  const status = view.locator('.graph-status');
  assert.match(await status.innerText(), /^\d+ nodes$/, 'a small model is shown whole');
  await window.picture(`${window.theme} graph`);

  await view.getByRole('button', { name: 'Fit' }).click();
  await window.picture(`${window.theme} graph fit`);

  await view.getByRole('combobox', { name: 'Find in the graph' }).fill('conv layer2.0');
  await view.getByRole('option').first().waitFor();
  await window.picture(`${window.theme} graph search`);
  await window.press('Enter');
  const details = view.getByRole('region', { name: 'Details of Conv' });
  await details.waitFor();
  await details.getByRole('button', { name: 'Show values' }).first().click();
  await details.locator('.histogram').waitFor();
  assert.match(await details.locator('.statistics').innerText(), /Mean/);
  await window.picture(`${window.theme} graph node`);

  await details.getByRole('button', { name: 'Look at this tensor' }).last().click();
  await details.getByText(/float32 1 × 32 × .* from the inputs of the run form/).waitFor();
  await details.locator('.tensor').last().scrollIntoViewIfNeeded();
  await window.picture(`${window.theme} graph tensor`);
}

export async function graphWalked(window) {
  const view = await openGraph(window, 'residual.onnx');
  const focused = () => view.locator('svg.graph .item:focus').getAttribute('aria-label');
  await view.locator('svg.graph').focus();
  await window.press('Home');
  assert.match(await focused(), /^Input, image/);
  await window.press('ArrowDown');
  assert.match(await focused(), /^Conv, \/conv1/);
  await window.press('Enter');
  await view.getByRole('region', { name: 'Details of Conv' }).waitFor();
  await window.press('Escape');
  assert.match(await focused(), /^Conv, \/conv1/, 'the focus is lost with the panel');

  await view.getByRole('button', { name: 'Fold all' }).click();
  await item(view, 'Group layer1 of').waitFor();
  await window.picture('graph folded');
  await item(view, 'Group layer2 of').click();
  await item(view, 'Group layer2.0').waitFor();
  await window.picture('graph unfolded one');
  await window.press('f');
  await item(view, 'Group layer2 of').waitFor();
  await item(view, 'Group layer3 of').click();
  await view.getByRole('button', { name: 'Fold layer3' }).click();
  await item(view, 'Group layer3 of').waitFor();

  await view.getByRole('combobox').fill('Gemm');
  await view.getByRole('option').first().waitFor();
  await window.press('Enter');
  await view.getByRole('button', { name: '1 edge' }).click();
  await view.getByText('up to 1 edge around one').waitFor();
  assert.equal(await view.locator('svg.graph .item.node').count(), 3);
  await window.picture('graph around');

  // What is seen is kept while the tab is hidden.
  await window.openFile('train.py');
  await window.findingsShown();
  await window.page.getByRole('tab', { name: /residual\.onnx/ }).click();
  const again = window.model();
  await again.getByText('up to 1 edge around one').waitFor();
  await again.getByRole('button', { name: 'Whole graph' }).click();
  await item(again, 'Group layer1 of').waitFor();
}

/** Saved where the dialog proposes, beside the model. */
export async function graphSaved(window) {
  const view = await openGraph(window, 'residual.onnx');
  await view.getByRole('button', { name: 'Save as SVG' }).click();
  const dialog = window.page.locator('.quick-input-widget');
  await dialog.getByText('Save the graph as SVG').waitFor();
  await dialog.getByRole('button', { name: 'OK' }).click();
  const file = path.join(window.host.workspace, 'residual.svg');
  await window.until('the drawing is saved', () => existsSync(file) && readFileSync(file, 'utf8').endsWith('</svg>\n'));
  const text = readFileSync(file, 'utf8');
  assert.match(text, /BatchNormalization/);
  assert.ok(!/var\(--|class="/.test(text), 'it needs a style sheet');
  assert.ok(!/scale\(/.test(text), 'it is moved to where it was on the screen');
  await window.page.goto(`data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}`);
  await window.picture('graph saved');
}

export async function graphOfBranch(window) {
  const view = await openGraph(window, 'branches.onnx');
  await item(view, 'If').click();
  await view.getByRole('button', { name: 'Open else_branch' }).click();
  await item(view, 'x, from the graph around').waitFor();
  await item(view, 'Neg').click();
  const details = view.getByRole('region', { name: 'Details of Neg' });
  await details.getByText('from the graph around').waitFor();
  await details.getByRole('button', { name: 'Look at this tensor' }).last().click();
  await details.locator('.tensor, .problem').first().waitFor();
  await window.picture('graph branch');
  await view.getByRole('navigation', { name: 'Graphs' }).getByRole('button', { name: 'Main graph' }).click();
  await item(view, 'If').waitFor();
}

/** Thousands of nodes: folded, at once, and every one can be found. */
export async function largeGraph(window) {
  const view = await openGraph(window, 'large.onnx');
  assert.match(await view.locator('.graph-status').innerText(), /of 5,\d{3} nodes, \d+ folded groups/);
  assert.ok((await view.locator('svg.graph .item').count()) < 120);
  await window.picture('graph large');
  await view.getByRole('combobox').fill('layer.417');
  await view.getByRole('option').first().waitFor();
  await window.press('Enter');
  await view.locator('svg.graph .item.selected').waitFor();
  await window.picture('graph large found');
}
