// Scenes of the run form: a picture, a row of a table, arrays; what is remembered; latency.
import assert from 'node:assert/strict';

const run = (view) => view.locator('vscode-button.run').click();
const bars = (view) => view.locator('.chart .bars li');

/** Drops a picture on an element of the page, as a browser does. `draw` runs in the page and gives the bytes. */
async function drop(target, name, draw) {
  const bytes = await target.evaluate(draw);
  await target.evaluate(
    (element, [fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(content)], fileName, { type: 'image/png' }));
      const options = { dataTransfer: data, bubbles: true, cancelable: true };
      element.dispatchEvent(new DragEvent('dragover', options));
      element.dispatchEvent(new DragEvent('drop', options));
    },
    [name, bytes],
  );
}

/** A seven, white on black, as handwriting sets have it, but larger. */
async function seven() {
  const canvas = document.createElement('canvas');
  canvas.width = 140;
  canvas.height = 140;
  const pen = canvas.getContext('2d');
  pen.fillRect(0, 0, 140, 140);
  pen.strokeStyle = 'white';
  pen.lineWidth = 13;
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  pen.beginPath();
  pen.moveTo(38, 38);
  pen.lineTo(102, 38);
  pen.lineTo(62, 108);
  pen.stroke();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  return [...new Uint8Array(await blob.arrayBuffer())];
}

/** A photograph, as far as a picture can be one that is drawn: a sunset. */
async function sunset() {
  const canvas = document.createElement('canvas');
  canvas.width = 480;
  canvas.height = 320;
  const pen = canvas.getContext('2d');
  const sky = pen.createLinearGradient(0, 0, 0, 220);
  sky.addColorStop(0, '#27408b');
  sky.addColorStop(1, '#ffb347');
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 480, 220);
  pen.fillStyle = '#fff3b0';
  pen.beginPath();
  pen.arc(330, 190, 46, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = '#123b52';
  pen.fillRect(0, 220, 480, 100);
  pen.fillStyle = '#0a0a0a';
  pen.beginPath();
  pen.moveTo(60, 220);
  pen.lineTo(130, 90);
  pen.lineTo(200, 220);
  pen.fill();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  return [...new Uint8Array(await blob.arrayBuffer())];
}

export async function imageClassified(window) {
  const view = await window.openModel('mnist.onnx');
  const offer = view.locator('.drop.slim');
  await offer.waitFor();
  await drop(offer, 'seven.png', seven);
  await view.locator('canvas.picture:visible').waitFor();
  assert.match(await view.locator('.picture-caption').innerText(), /seven\.png\s+140 × 140 → 28 × 28/);
  await run(view);
  await bars(view).first().waitFor();
  const [first] = await bars(view).allInnerTexts();
  assert.match(first, /^7\s/, `the first bar is ${first}`);
  await view.locator('.recipe summary').click();
  await window.picture(`${window.theme} model image`);
}

/** What the model painted is drawn; its statistics stand beside it. */
export async function imagePainted(window) {
  const view = await window.openModel('painter.onnx');
  await drop(view.locator('.drop').first(), 'sunset.png', sunset);
  await view.locator('canvas.picture:visible').waitFor();
  await run(view);
  const painted = view.locator('.output-picture canvas');
  await painted.first().waitFor();
  await view.locator('.statistics').first().waitFor();
  await window.picture('model image painted');
  // In the middle of the page: a list that needs scrolling closes before it can be clicked.
  await view
    .locator('.output-picture vscode-single-select')
    .first()
    .evaluate((select) => select.scrollIntoView({ block: 'center' }));
  await view.locator('.output-picture vscode-single-select').first().click();
  await view.locator('.output-picture vscode-single-select li', { hasText: 'Heat map' }).first().click();
  await view.locator('.picture-options', { hasText: 'Channel of 3' }).waitFor();
  await view.locator('.output-picture').scrollIntoViewIfNeeded();
  await window.picture('model heat map');
}

export async function boxesFound(window) {
  const view = await window.openModel('boxes.onnx');
  await drop(view.locator('.drop').first(), 'sunset.png', sunset);
  await view.locator('canvas.picture:visible').waitFor();
  await run(view);
  await view.locator('.found-boxes li').first().waitFor();
  assert.match((await view.locator('.found-boxes').innerText()).replaceAll(/\s+/g, ' '), /sun 9\d % mountain 8\d %/);
  await view.locator('[aria-label="Boxes"] canvas').waitFor();
  await view.locator('[aria-label="Boxes"]').scrollIntoViewIfNeeded();
  await window.picture(`${window.theme} model boxes`);
}

/** A row of the sample's table, by the dialog of VS Code. */
export async function tableRow(window) {
  const view = await window.openModel('penguins.onnx');
  await view.locator('.choose-table').click();
  await window.chooseFile('penguins.csv');
  await view.locator('.table-report').waitFor();
  const field = (input) => view.locator(`.grid input[aria-label^="${input}"]`);
  assert.equal(await field('bill_length_mm').inputValue(), '39.1');
  assert.equal(await field('island').inputValue(), 'Torgersen');
  assert.match(await view.locator('.table-report').innerText(), /Not fed: species = Adelie/);
  await run(view);
  await bars(view).first().waitFor();
  assert.match((await bars(view).allInnerTexts())[0], /^Adelie/);
  await window.picture(`${window.theme} model table`);
  const row = view.locator('vscode-textfield[label="Row"] input');
  await row.fill('200');
  await row.press('Enter');
  await view.locator('.table-report', { hasText: 'species = Gentoo' }).waitFor();
  await run(view);
  await view.locator('.chart .bars li.first', { hasText: 'Gentoo' }).waitFor();
  // Several rows at once: the size of the batch follows.
  const rows = view.locator('vscode-textfield[label="Rows"] input');
  await rows.fill('3');
  await rows.press('Enter');
  await view.locator('.with-label', { hasText: 'n' }).first().waitFor();
  await view.locator('.grid input[aria-label="body_mass_g [2, 0]"]').waitFor();
  await run(view);
  await view.locator('.row-choice').waitFor();
  await window.picture('model table rows');
}

/** An array of numpy; where there is none, the form says what is missing and runs nothing. */
export async function arrayFed(window) {
  const view = await window.openModel('boxes.onnx');
  const fill = view.locator('vscode-single-select.fill');
  await fill.click();
  await fill.locator('li', { hasText: 'File' }).click();
  await run(view);
  await view.locator('.mistake:visible', { hasText: 'Choose a file first' }).waitFor();
  await window.picture('model file missing');
  await view.locator('.input-body .choose').click();
  await window.chooseFile('images.npy');
  await view.locator('.file', { hasText: 'float64 1 × 3 × 96 × 96, fed as float32' }).waitFor();
  await run(view);
  await view.locator('.found-boxes li').first().waitFor();
  await window.picture('model file fed');
}

/** Closed and opened again, the form is as it was; «Reset inputs» forgets it. */
export async function remembered(window) {
  const field = (view) => view.locator('.grid input[aria-label^="body_mass_g"]');
  const first = await window.openModel('penguins.onnx');
  await field(first).fill('4321');
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await window.command('View: Close All Editors');
  const again = await window.openModel('penguins.onnx');
  assert.equal(await field(again).inputValue(), '4321');
  await again.locator('.forget').click();
  await window.until('the form is reset', async () => (await field(again).inputValue()) === '0');
}

export async function latencyMeasured(window) {
  const view = await window.openModel('penguins.onnx');
  await run(view);
  await bars(view).first().waitFor();
  await view.locator('vscode-textfield[label="Runs to measure"] input').fill('200');
  await view.locator('vscode-button.measure').click();
  await view.locator('.latency h3', { hasText: '200 runs' }).waitFor();
  assert.match(await view.locator('.latency-figures').innerText(), /median [\d.]+ ms\s+p90 [\d.]+ ms/);
  await view.locator('.latency').scrollIntoViewIfNeeded();
  await window.picture('model latency');
}

/** The same picture in every order of colours and range, side by side. */
export async function picturesTried(window) {
  const view = await window.openModel('boxes.onnx');
  await drop(view.locator('.drop').first(), 'sunset.png', sunset);
  await view.locator('canvas.picture:visible').waitFor();
  await view.getByRole('tab', { name: 'Diagnose' }).click();
  await view.locator('vscode-button.try').click();
  await view.locator('.variant').nth(7).waitFor();
  await view.locator('.variant:last-child', { hasText: 'Running' }).waitFor({ state: 'detached' });
  const said = await view.locator('.variant').allInnerTexts();
  assert.match(said[0], /^As it is: RGB/);
  await view.getByText('The input is 1 × 3 × 96 × 96: only NCHW fits it, so NHWC is not among them.').waitFor();
  await view.locator('.variants').evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await window.picture(`${window.theme} diagnose pictures`);
}
