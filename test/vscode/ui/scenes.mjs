// The scenes of the UI run, by the stage they play on: a theme and a trusted or untrusted workspace.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../build-suite.mjs';
import { findings, hoverCard, notebook, quickFix, rulePage, workspaceCheck } from './linting.mjs';
import { brokenModels, cancelledRun, changedOnDisk, keptState, killedHost, modelRun, wrongValue } from './model.mjs';
import { graphOfBranch, graphSaved, graphShown, graphWalked, largeGraph } from './graph.mjs';
import { breakingModel, comparedWithSaved, modelsCompared, nanFound, profiled } from './diagnose.mjs';
import {
  CALL,
  CALL_NOTEBOOK,
  EXPORT,
  SLOW_CALL,
  cancelledInCode,
  completedInCode,
  inlineInRestrictedMode,
  modelInCode,
  modelInNotebook,
  NET,
  nodeAndSource,
  openedFromCode,
  tracedModel,
} from './inline.mjs';
import {
  arrayFed,
  picturesTried,
  boxesFound,
  imageClassified,
  imagePainted,
  latencyMeasured,
  remembered,
  tableRow,
} from './inputs.mjs';
import { boxFinder, painter, slowModel, zerosNpy } from './models.mjs';
import { comparedFromSourceControl, comparedWithLastCommit, prepareRepository } from './committed.mjs';
import { branchedModel, manyNodes, residualNetwork } from './residual.mjs';
import { openingTimes } from './opening.mjs';
import { activation, inRestrictedMode, languageStatus, walkthrough } from './around.mjs';

/** A real classifier of handwritten digits, where there is one. */
const DIGITS = path.join(root, '..', 'shared', 'onnx', 'models', 'vision', 'mnist-8.onnx');
const hasDigits = existsSync(DIGITS);

/** Files that the samples do not have: models that are slow or broken. */
function prepare(folder, { writeFileSync, readFileSync }) {
  const model = readFileSync(`${folder}/penguins.onnx`);
  writeFileSync(`${folder}/slow.onnx`, slowModel());
  writeFileSync(`${folder}/residual.onnx`, residualNetwork());
  writeFileSync(`${folder}/retrained.onnx`, residualNetwork(7));
  writeFileSync(`${folder}/breaks.onnx`, breakingModel());
  writeFileSync(`${folder}/branches.onnx`, branchedModel());
  writeFileSync(`${folder}/large.onnx`, manyNodes());
  writeFileSync(`${folder}/truncated.onnx`, model.subarray(0, model.length / 2));
  writeFileSync(
    `${folder}/pointer.onnx`,
    `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d'.repeat(32)}\nsize 548105171\n`,
  );
  writeFileSync(`${folder}/changing.onnx`, model);
  writeFileSync(`${folder}/painter.onnx`, painter());
  writeFileSync(`${folder}/boxes.onnx`, boxFinder());
  writeFileSync(`${folder}/images.npy`, zerosNpy([1, 3, 96, 96]));
  if (hasDigits) writeFileSync(`${folder}/mnist.onnx`, readFileSync(DIGITS));
  writeFileSync(`${folder}/call.py`, CALL);
  writeFileSync(`${folder}/slow_call.py`, SLOW_CALL);
  writeFileSync(`${folder}/call.ipynb`, CALL_NOTEBOOK);
  writeFileSync(`${folder}/net.py`, NET);
  writeFileSync(`${folder}/export_net.py`, EXPORT);
  writeFileSync(`${folder}/net.onnx`, tracedModel());
}

const calm = { 'editor.minimap.enabled': false, 'editor.fontSize': 13 };
const themed = (name, theme) => ({ name, trust: true, settings: { ...calm, 'workbench.colorTheme': theme }, prepare });
const main = themed('dark', 'Default Dark Modern');
const restricted = {
  name: 'restricted',
  trust: false,
  settings: {
    ...calm,
    'workbench.colorTheme': 'Default Dark Modern',
    'security.workspace.trust.startupPrompt': 'never',
  },
};

const repository = {
  name: 'repository',
  trust: true,
  settings: { ...calm, 'workbench.colorTheme': 'Default Light Modern', 'git.enabled': true },
  prepare: prepareRepository,
};

/** What every theme must show well. */
const looks = [
  { title: 'findings, the hover card and the Problems view', play: findings },
  { title: 'a model that is typed in and run', play: modelRun },
  ...(hasDigits ? [{ title: 'a picture dropped on a model and classified', play: imageClassified }] : []),
  { title: 'a row of a table fed to a model', play: tableRow },
  { title: 'boxes found in a picture', play: boxesFound },
  { title: 'the graph of a model, its weights and a tensor of a run', play: graphShown },
  { title: 'the first NaN of a run is found', play: nanFound },
  { title: 'the nodes of a model are profiled', play: profiled },
  { title: 'two models compared', play: modelsCompared },
  { title: 'a model inside Python code: card, run, result, age', play: modelInCode },
];

const onMain = [
  ...looks,
  { title: 'the hover card leads to the rule page', play: hoverCard },
  { title: 'a rule page from the palette', play: rulePage },
  { title: 'a finding in a notebook', play: notebook },
  { title: 'the workspace is checked on request', play: workspaceCheck },
  { title: 'a quick fix is applied and saved', play: quickFix },
  { title: 'a wrong value is told at its place', play: wrongValue },
  { title: 'what was typed and shown is kept in a hidden tab', play: keptState },
  { title: 'a picture that a model gives back is drawn', play: imagePainted },
  { title: 'an array from a file is fed', play: arrayFed },
  { title: 'a picture is fed in all usual ways', play: picturesTried },
  { title: 'what was fed is remembered, until it is reset', play: remembered },
  { title: 'the latency of a model is measured', play: latencyMeasured },
  { title: 'a run is cancelled', play: cancelledRun },
  { title: 'a killed model process is told, and the next run works', play: killedHost },
  { title: 'broken models are told in words', play: brokenModels },
  { title: 'a model that changes on disk is read again', play: changedOnDisk },
  { title: 'a graph walked through by keys, folded and searched', play: graphWalked },
  { title: 'the graph of a branch', play: graphOfBranch },
  { title: 'a graph saved as SVG', play: graphSaved },
  { title: 'a graph of five thousand nodes', play: largeGraph },
  { title: 'a run is saved, and compared with later', play: comparedWithSaved },
  { title: 'a model opens at once, whatever its size', play: openingTimes },
  { title: 'completion of what a model takes, in code', play: completedInCode },
  { title: 'a run from code is cancelled', play: cancelledInCode },
  { title: 'a model is opened from code', play: openedFromCode },
  { title: 'from a node to its Python line and back', play: nodeAndSource },
  { title: 'a model inside a notebook', play: modelInNotebook },
  { title: 'activation is quick', play: activation },
  { title: 'the language status', play: languageStatus },
  { title: 'the walkthrough', play: walkthrough },
];

export const scenes = [
  ...onMain.map((scene) => ({ ...scene, stage: main })),
  ...[
    themed('light', 'Default Light Modern'),
    themed('high contrast', 'Default High Contrast'),
    themed('high contrast light', 'Default High Contrast Light'),
  ].flatMap((stage) => looks.map((scene) => ({ ...scene, stage }))),
  { title: 'an exported model is compared with the last commit', play: comparedWithLastCommit, stage: repository },
  {
    title: 'a changed model is compared from the source control view',
    play: comparedFromSourceControl,
    stage: repository,
  },
  {
    title: 'models in code are shown, and not run, in Restricted Mode',
    play: inlineInRestrictedMode,
    stage: restricted,
  },
  { title: 'code is checked, models run only once trust is given', play: inRestrictedMode, stage: restricted },
];
