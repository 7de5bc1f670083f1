// Uses the packaged extension as a person does, with clicks and keys in a real VS Code, and takes pictures on the way.
//   node test/vscode/run-ui.mjs [--grep 'TEXT|TEXT…'] [--vsix FILE] [--readme] [--keep]
// Pictures go to .cache/shots; --readme also renews the ones of the README. Ends in one line of counts.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from '../../scripts/package.mjs';
import { root } from './build-suite.mjs';
import { startHost } from './host.mjs';
import { countLine } from './report.mjs';
import { setup } from './setup.mjs';
import { Window } from './ui/window.mjs';
import { scenes } from './ui/scenes.mjs';

const { values: options } = parseArgs({
  options: {
    grep: { type: 'string', default: '' },
    vsix: { type: 'string' },
    readme: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const SIZE = { width: 1280, height: 800 };
const pictures = path.join(root, '.cache', 'shots');
const forReadme = options.readme ? path.join(root, 'media', 'readme') : undefined;
for (const folder of [pictures, forReadme]) if (folder) mkdirSync(folder, { recursive: true });

const count = { passed: 0, failed: 0 };
let hadProblem = false;
try {
  await setup();
  const vsix = options.vsix ?? packaged();
  // One VS Code for each setting of the stage; its scenes follow one another in fresh windows.
  for (const stage of new Set(scenes.map((scene) => scene.stage))) {
    const chosen = scenes.filter(
      (scene) => scene.stage === stage && options.grep.split('|').some((text) => nameOf(scene).includes(text)),
    );
    if (chosen.length > 0) await playAll(stage, chosen, vsix);
  }
} catch (error) {
  console.error(error);
  hadProblem = true;
}
if (hadProblem || count.passed + count.failed === 0) count.failed += 1;
console.log(countLine(count));
process.exit(count.failed > 0 ? 1 : 0);

function nameOf({ stage, title }) {
  return `${stage.name}: ${title}`;
}

function packaged() {
  const { file, bytes, milliseconds } = packageExtension(path.join(root, '.cache', 'heldout.vsix'));
  console.log(`  packaged: ${(bytes / 1e6).toFixed(1)} MB, in ${(milliseconds / 1000).toFixed(1)} s`);
  return file;
}

async function playAll(stage, chosen, vsix) {
  const folder = path.join(tmpdir(), `heldout-ui-${process.pid}`, 'penguins');
  cpSync(path.join(root, 'samples'), folder, { recursive: true });
  stage.prepare?.(folder, { writeFileSync, readFileSync });
  const host = await startHost({ workspace: folder, vsix, trust: stage.trust, settings: stage.settings });
  rmSync(path.dirname(folder), { recursive: true, force: true });
  try {
    for (const scene of chosen) await play(scene, host);
  } finally {
    await host.stop({ keep: options.keep });
    if (options.keep) console.log(`  kept: ${host.temporary}`);
  }
}

async function play(scene, host) {
  const started = Date.now();
  const window = await Window.open(host, { size: SIZE, theme: scene.stage.name, pictures, forReadme });
  const name = nameOf(scene);
  try {
    await scene.play(window);
    window.checkConsole();
    count.passed += 1;
    console.log(`  ✔ ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    count.failed += 1;
    const picture = await window.picture(`failed ${name}`).catch(() => 'no picture');
    const lines = String(error.stack ?? error).split('\n');
    const said = [...lines.slice(0, 6), ...lines.filter((line) => /at .*\/ui\//.test(line))];
    console.log(`  ✘ ${name}\n${said.join('\n').replace(/^/gm, '      ')}\n      picture: ${picture}`);
  } finally {
    await window.close();
  }
}
