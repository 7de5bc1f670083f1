// Inlay hints: what a session takes and gives, and the shape of each result that a run gives a name.
import { InlayHintKind, type InlayHint, type Range } from 'vscode-languageserver';
import { loadSites, runSites, targetsOf } from '../analysis/onnx/sites';
import { describeType } from '../model/boundary/inputs';
import type { Model, ValueInfo } from '../model/model';
import { modelCard, signature } from './modelCard';
import type { Code, Modules } from './modules';

/** A hint must not push the code out of sight. */
const LONGEST = 72;

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
    for (const { at, holds } of targetsOf(code.module, run)) {
      const card = modelCard(run.file, run.model);
      if ('name' in holds) add(at.end, `: ${nameInHint(code, at, holds)}`, card);
      else if (holds.length > 0) add(at.end, listLabel(holds), card);
    }
  }
  return hints;
}

/** The name too, where the code calls it otherwise. */
function nameInHint(
  code: Code,
  at: { readonly start: number; readonly end: number },
  { name, type }: ValueInfo,
): string {
  const own = code.module.textOf(at);
  return own === name || own.endsWith(`.${name}`) ? describeType(type) : `${name} ${describeType(type)}`;
}

function listLabel(results: readonly ValueInfo[]): string {
  const whole = `: [${results.map(({ name, type }) => `${name} ${describeType(type)}`).join(', ')}]`;
  return whole.length <= LONGEST ? whole : `: [${results[0]!.name}, … ${results.length} outputs]`;
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
