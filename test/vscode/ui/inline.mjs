// Scenes of models inside Python code: the card, completion, a run with its result in the line, its age, and cancelling.
import assert from 'node:assert/strict';
import { field, number, text } from './models.mjs';

/** A script that asks the sample's model, with all that it feeds written out. */
export const CALL = `"""Asks the model for the species of one penguin."""

import numpy as np
import onnxruntime as ort

session = ort.InferenceSession("penguins.onnx")

mass = np.array([[4500.0]], dtype=np.float32)
label, scores = session.run(
    None,
    {
        "bill_length_mm": np.array([[46.1]], dtype=np.float32),
        "bill_depth_mm": np.array([[13.2]], dtype=np.float32),
        "flipper_length_mm": np.array([[211.0]], dtype=np.float32),
        "body_mass_g": mass,
        "island": np.array([["Biscoe"]], dtype=object),
    },
)
print(label[0])
`;

/** Products of large matrices: minutes of work. */
export const SLOW_CALL = `import numpy as np
import onnxruntime as ort

session = ort.InferenceSession("slow.onnx")
y = session.run(None, {"x": np.ones((3000, 3000), dtype=np.float32)})[0]
`;

/** A script that wrote the traced model, once upon a time. */
export const EXPORT = `import torch
from net import Net

torch.onnx.export(Net(), torch.zeros(8, 8), "net.onnx", dynamo=True)
`;

export const CALL_NOTEBOOK = JSON.stringify({
  cells: [
    cell('import numpy as np\nimport onnxruntime as ort\n\nsession = ort.InferenceSession("penguins.onnx")'),
    cell('scores = session.run(["output_probability"], {"island": np.array([["Biscoe"]])})[0]'),
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
});

function cell(source) {
  return { cell_type: 'code', execution_count: null, id: `c${source.length}`, metadata: {}, outputs: [], source };
}

/** A network as one writes it, and the model that PyTorch's exporter made of it. */
export const NET = `import torch


class Net(torch.nn.Module):
    def forward(self, x):
        x = torch.relu(x)
        return torch.matmul(x, x)
`;

export function tracedModel() {
  const node = (operator, inputs, output, line, code) => [
    ...inputs.flatMap((input) => field(1, text(input))),
    ...field(2, text(output)),
    ...field(3, text(`node_${output}`)),
    ...field(4, text(operator)),
    ...field(9, [
      ...field(1, text('pkg.torch.onnx.stack_trace')),
      ...field(2, text(`File "/elsewhere/net.py", line ${line}, in forward\n    ${code}`)),
    ]),
  ];
  const value = (name) => {
    const size = field(1, number(1, 8));
    return [...field(1, text(name)), ...field(2, field(1, [...number(1, 1), ...field(2, [...size, ...size])]))];
  };
  const graph = [
    ...field(1, node('Relu', ['x'], 'relu', 6, 'x = torch.relu(x)')),
    ...field(1, node('MatMul', ['relu', 'relu'], 'y', 7, 'return torch.matmul(x, x)')),
    ...field(2, text('main_graph')),
    ...field(11, value('x')),
    ...field(12, value('y')),
    ...field(13, value('relu')),
  ];
  return Uint8Array.from([
    ...number(1, 10),
    ...field(2, text('pytorch')),
    ...field(7, graph),
    ...field(8, [...field(1, []), ...number(2, 18)]),
  ]);
}

const lens = (window, title) => window.page.locator('.codelens-decoration a', { hasText: title });

/** The end of the line with a result is drawn by a style: its text is in no node of the page. */
async function resultInLine(window) {
  return window.page.evaluate(() =>
    [...document.querySelectorAll('.view-line span')]
      .map((node) => getComputedStyle(node, '::after').content)
      .find((content) => content.includes(' ms')),
  );
}

export async function modelInCode(window) {
  await window.openFile('call.py');
  await lens(window, 'Run').first().waitFor();
  await window.editorHas('5 inputs');
  await window.picture(`${window.theme} lenses`);

  const path = window.page.locator('.view-line span span', { hasText: '"penguins.onnx"' }).last();
  await path.hover();
  const card = window.page.locator('.monaco-hover:visible', { hasText: 'Open model' }).first();
  await card.waitFor();
  assert.match(await card.innerText(), /bill_length_mm/);
  await window.picture(`${window.theme} model card`);
  await window.press('Escape');

  await lens(window, 'Run').last().click();
  const result = lens(window, / ms/);
  await result.waitFor();
  assert.match(await result.innerText(), /Gentoo [>01.9]+ · [\d.]+ ms/);
  assert.match(await resultInLine(window), /Gentoo/);
  await result.click();
  const chart = window.page.locator('.monaco-hover:visible', { hasText: 'Run again' }).first();
  await chart.waitFor();
  await chart.locator('img').first().waitFor();
  await window.picture(`${window.theme} result in the code`);
  await window.press('Escape');
  await window.press('Escape');

  // Another input: the result is old, and says so.
  await window.page.locator('.view-line', { hasText: '4500.0' }).click();
  await window.press('Home');
  for (let i = 0; i < 'mass = np.array([['.length; i += 1) await window.press('ArrowRight');
  await window.page.keyboard.type('1');
  await lens(window, 'stale: the code changed').waitFor();
  await window.picture(`${window.theme} stale result`);
  await window.press('Control+Z');
  await lens(window, 'stale').waitFor({ state: 'hidden' });
}

export async function completedInCode(window) {
  await window.openFile('call.py');
  await lens(window, 'Run').first().waitFor();
  await window.page.locator('.view-line', { hasText: 'print' }).click();
  await window.press('Control+End');
  await window.page.keyboard.type('session.');
  const row = window.page.locator('.suggest-widget .monaco-list-row', { hasText: 'session.run(…)' });
  await row.waitFor();
  await window.picture('completion of a call');
  await row.click();
  await window.editorHas('["output_label", "output_probability"]');
  await window.press('Escape');
  await window.press('Control+End');
  await window.page.keyboard.type('\nsession.run([], {"');
  await window.page.locator('.suggest-widget .monaco-list-row', { hasText: 'flipper_length_mm' }).waitFor();
  await window.picture('completion of inputs');
  await window.press('Escape');
}

export async function cancelledInCode(window) {
  await window.openFile('slow_call.py');
  await lens(window, 'Run').last().click();
  await lens(window, 'Cancel').waitFor();
  await window.picture('run in the code');
  await lens(window, 'Cancel').click();
  await lens(window, 'Cancel').waitFor({ state: 'hidden' });
  await lens(window, 'Run').first().waitFor();
  assert.equal(await lens(window, / ms/).count(), 0);
}

/** Models are shown, and nothing offers to run them. */
export async function inlineInRestrictedMode(window) {
  await window.openFile('predict.py');
  await lens(window, 'Open penguins.onnx').first().waitFor();
  assert.equal(await lens(window, 'Run').count(), 0, 'there is a way to run it');
  await window.picture('restricted code');
}

export async function openedFromCode(window) {
  await window.openFile('export_net.py');
  await lens(window, /Open net\.onnx \([\d.]+ kB\)/)
    .first()
    .waitFor();
  await window.picture('lens after an export');
  await window.openFile('call.py');
  await lens(window, 'Open penguins.onnx').first().click();
  await window.model().locator('.signature').first().waitFor();
}

export async function modelInNotebook(window) {
  await window.openNotebook('call.ipynb');
  await lens(window, 'Run').last().click();
  await lens(window, / ms/).waitFor();
  await window.picture('result in a notebook');
}

export async function nodeAndSource(window) {
  await window.openFile('net.py');
  await window.editorHas('→ float32[8, 8]');
  await window.picture('shapes beside the network');
  const view = await window.openModel('net.onnx');
  await view.getByRole('tab', { name: 'Graph' }).click();
  await view.locator('svg.graph .item[aria-label^="MatMul"]').first().click();
  const link = view.locator('.details button', { hasText: 'net.py:7' });
  await link.waitFor();
  await window.picture('node and its source');
  await link.click();
  await window.page.locator('.statusbar-item', { hasText: 'Ln 7' }).waitFor();
}
