// Scenes of the model editor: typed in, run, cancelled, killed, broken, changed.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const PENGUIN = {
  bill_length_mm: '46.1',
  bill_depth_mm: '13.2',
  flipper_length_mm: '211',
  body_mass_g: '4500',
  island: 'Biscoe',
};

const open = (window, file) => window.openModel(file);

/** The field of an input of one element. */
const field = (view, input) => view.locator(`.grid input[aria-label^="${input}"]`);
const run = (view) => view.locator('vscode-button.run').click();
const bars = (view) => view.locator('.chart .bars li');

async function typePenguin(view) {
  for (const [input, value] of Object.entries(PENGUIN)) await field(view, input).fill(value);
}

export async function modelRun(window) {
  const view = await open(window, 'penguins.onnx');
  await view.locator('.signature', { hasText: 'bill_length_mm' }).first().waitFor();
  assert.match(await view.locator('.operators').innerText(), /ZipMap/);
  await window.picture(`${window.theme} model`);
  await typePenguin(view);
  await run(view);
  await bars(view).first().waitFor();
  const [first] = await bars(view).allInnerTexts();
  assert.match(first, /^Gentoo\s+9\d(\.\d+)? %$|^Gentoo\s+100/, `the first bar is ${first}`);
  assert.match(await view.locator('.results h2').innerText(), /ran in [\d.]+ ms/);
  await window.picture(`${window.theme} model run`, { readme: window.theme === 'light' ? 'model.png' : undefined });
  await view.locator('.results').evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await window.picture(`${window.theme} model results`);
}

export async function wrongValue(window) {
  const view = await open(window, 'penguins.onnx');
  await field(view, 'body_mass_g').fill('heavy');
  await run(view);
  const mistake = view.locator('.mistake:visible', { hasText: '“heavy” is not a number' });
  await mistake.waitFor();
  const focused = field(view, 'body_mass_g');
  assert.ok(await focused.evaluate((element) => element === document.activeElement), 'the wrong field has no focus');
  assert.equal(await view.locator('.results').count(), 0, 'it ran all the same');
  await window.picture('model wrong value');
  await focused.fill('4500');
  await window.press('Control+Enter');
  await view.locator('.results').waitFor();
}

export async function keptState(window) {
  const view = await open(window, 'penguins.onnx');
  await typePenguin(view);
  await run(view);
  await bars(view).first().waitFor();
  await window.openFile('train.py');
  await window.findingsShown();
  await window.page.getByRole('tab', { name: /penguins\.onnx/ }).click();
  const again = window.model();
  await bars(again).first().waitFor();
  assert.equal(await field(again, 'island').inputValue(), 'Biscoe');
}

/** Fills the slow model so that it takes minutes, and starts it. */
async function startSlowRun(view) {
  await view.locator('.sizes vscode-textfield').first().locator('input').fill('3000');
  await view.locator('vscode-single-select.fill').click();
  await view.locator('vscode-single-select.fill li', { hasText: 'Random' }).click();
  await run(view);
  await view.locator('vscode-button.cancel:visible').waitFor();
}

export async function cancelledRun(window) {
  const view = await open(window, 'slow.onnx');
  const others = modelProcesses(window);
  await startSlowRun(view);
  const pid = await window.until('the model runs in its own process', () =>
    modelProcesses(window).find((each) => !others.includes(each)),
  );
  await window.picture('model running');
  const started = Date.now();
  await view.locator('vscode-button.cancel').click();
  await view.locator('vscode-button.run:visible').waitFor();
  const took = Date.now() - started;
  assert.ok(took < 5_000, `cancelling took ${took} ms`);
  assert.match(await view.locator('.run-form .buttons').innerText(), /Cancelled/);
  console.log(`    cancelled within ${took} ms, click to button`);
  await window.until('its process ended', () => !modelProcesses(window).includes(pid));
  await runSmall(view);
}

export async function killedHost(window) {
  const view = await open(window, 'slow.onnx');
  const others = modelProcesses(window);
  await startSlowRun(view);
  const pid = await window.until('a model process with the runtime in it', () =>
    modelProcesses(window).find(
      (each) => !others.includes(each) && readFileSync(`/proc/${each}/maps`, 'utf8').includes('libonnxruntime'),
    ),
  );
  await view.locator('.run-form .buttons', { hasText: 'Running' }).waitFor();
  process.kill(pid, 'SIGKILL');
  await view.locator('.problem').waitFor();
  assert.ok((await view.locator('.problem').innerText()).length > 40, 'hardly a message');
  await window.picture('model killed');
  await runSmall(view);
}

/** Runs the slow model on a small input, to see that all is well. */
async function runSmall(view) {
  await view.locator('.sizes vscode-textfield').first().locator('input').fill('2');
  await run(view);
  await view.locator('.results .tensor').first().waitFor();
}

/** The processes that run models for this VS Code. */
function modelProcesses(window) {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const isHost = readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes('modelHost.js');
      return isHost && readFileSync(`/proc/${entry}/environ`, 'utf8').includes(window.host.temporary) ? [+entry] : [];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

export async function brokenModels(window) {
  for (const [file, expected] of [
    ['truncated.onnx', /./],
    ['pointer.onnx', /LFS/],
  ]) {
    const view = await open(window, file);
    const problem = view.locator('.problem');
    await problem.waitFor();
    const said = await problem.innerText();
    assert.match(said, expected);
    assert.ok(said.length > 60, `hardly a message: ${said}`);
    await window.picture(`model ${file}`);
  }
  const view = await open(window, 'penguins.onnx');
  await view.locator('.signature').first().waitFor();
}

export async function changedOnDisk(window) {
  const view = await open(window, 'changing.onnx');
  await view.locator('.signature').first().waitFor();
  // A further `doc_string` (field 6 of ModelProto): protobuf takes the last one of a file.
  const words = new TextEncoder().encode('now with a description');
  appendFileSync(path.join(window.host.workspace, 'changing.onnx'), Uint8Array.from([50, words.length, ...words]));
  await view.locator('.note', { hasText: 'read again' }).waitFor();
  await view.locator('.facts', { hasText: 'now with a description' }).waitFor();
  await window.picture('model changed on disk');
}
