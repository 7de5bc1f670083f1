// Inlay hints: what a session takes and gives, and the shape of each result that a run gives a name.
import { InlayHintKind, type InlayHint, type Range } from 'vscode-languageserver';
import { loadSites, runSites, targetsOf, type ResultTarget } from '../analysis/onnx/sites';
import { describeType } from '../model/boundary/inputs';
import type { Model, ValueInfo, ValueType } from '../model/model';
import { modelCard, signature } from './modelCard';
import type { Code, Modules } from './modules';

/** Of all hints of a line: VS Code cuts them there (`editor.inlayHints.maximumLength`), so as not to push the code out of sight. */
const LONGEST = 42;

/** The hints of a document, or of the cell. */
export function inlayHints(modules: Modules, uri: string, range: Range): InlayHint[] {
  const code = modules.get(uri);
  if (code === null) return [];
  const hints: InlayHint[] = [];
  const add = (end: number, label: string, tooltip: string) => {
    const at = code.locate({ start: end, end });
    if (at?.uri !== uri || at.range.start.line < range.start.line || at.range.start.line > range.end.line) return;
    hints.push({
      position: at.range.start,
      label,
      kind: InlayHintKind.Type,
      tooltip: { kind: 'markdown', value: tooltip },
      paddingLeft: true,
    });
  };
  for (const { call, isSession, model, file } of loadSites(code.module)) {
    if (isSession) add(call.end, shortSignature(model), modelCard(file, model));
  }
  for (const run of runSites(code.module)) {
    const card = modelCard(run.file, run.model);
    const targets = targetsOf(code.module, run);
    const labels = labelsOf(code, targets);
    for (const [i, { at }] of targets.entries()) add(at.end, labels[i]!, card);
  }
  return hints;
}

/** With the outputs' names where the code has others for them, unless that is too long for a line. */
function labelsOf(code: Code, targets: readonly ResultTarget[]): readonly string[] {
  const make = (named: boolean) =>
    targets.map(({ at, holds }) => {
      if (!('name' in holds)) return listLabel(holds);
      const own = code.module.textOf(at);
      const known = own === holds.name || own.endsWith(`.${holds.name}`) || !named;
      return `: ${known ? '' : `${holds.name} `}${shortType(holds.type)}`;
    });
  const whole = make(true);
  return whole.join('').length <= LONGEST ? whole : make(false);
}

function listLabel(results: readonly ValueInfo[]): string {
  const whole = `: [${results.map(({ name, type }) => `${name} ${shortType(type)}`).join(', ')}]`;
  if (whole.length <= LONGEST) return whole;
  const names = `: [${results.map(({ name }) => name).join(', ')}]`;
  return names.length <= LONGEST ? names : `: ${results.length} outputs`;
}

function shortSignature(model: Model): string {
  const whole = signature(model);
  if (whole.length <= LONGEST) return whole;
  const names = [model.requiredInputs, model.graph.outputs].map((values) => values.map(({ name }) => name).join(', '));
  const plain = names.join(' → ');
  if (plain.length <= LONGEST) return plain;
  const count = (values: readonly ValueInfo[], noun: string) =>
    values.length === 1 ? values[0]!.name : `${values.length} ${noun}`;
  return `${count(model.requiredInputs, 'inputs')} → ${count(model.graph.outputs, 'outputs')}`;
}

/** As Python gets it: a sequence is a list, a map a dictionary. */
function shortType(type: ValueType): string {
  if (type.kind === 'sequence') return `list[${shortType(type.element)}]`;
  return type.kind === 'map' ? 'dict' : describeType(type);
}
