// The places of a document where a model can be run, opened or compared, with what the code says to feed it.
import { statSync } from 'node:fs';
import path from 'node:path';
import { codeInput, type CodeInput } from '../analysis/onnx/codeInputs';
import type { ModelRun } from '../analysis/onnx/runs';
import { modelAt } from '../analysis/onnx/sessions';
import { loadSites, runSites } from '../analysis/onnx/sites';
import { writtenModels } from '../analysis/onnx/written';
import { meaningOf } from '../analysis/meanings';
import type { Module } from '../analysis/module';
import type { Span } from '../analysis/text';
import type { InlineModel, InlineSite, InlineSites, InputSpec, LineRange } from '../protocol';
import type { Code, Modules } from './modules';
import { uriOf } from './paths';

/** The sites of a file, or of one cell. */
export function sitesOf(modules: Modules, uri: string): InlineSites | null {
  const code = modules.get(uri);
  if (code === null) return null;
  const counts = new Map<string, number>();
  const idOf = (kind: string, written: string): string => {
    const key = `${kind} ${written}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return `${key} ${count}`;
  };
  const here = (span: Span) => placeIn(code, uri, span);
  const sites: InlineSite[] = [];
  for (const { call, isSession, path: written, file } of loadSites(code.module)) {
    if (!isSession) continue;
    const id = idOf('session', written);
    const range = here(call);
    const model = modelOf(file);
    if (range === null || model === null) continue;
    sites.push({ id, kind: 'session', range, model, outputs: [], inputs: {}, code: written });
  }
  for (const run of runSites(code.module)) {
    if (!run.call.method.startsWith('run')) continue;
    const id = idOf('run', run.path);
    const range = here(run.call.node);
    const model = modelOf(run.file);
    if (range === null || model === null) continue;
    sites.push({ id, kind: 'run', range, model, ...fedBy(code.module, run) });
  }
  const written = writtenModels(code.module).flatMap(({ call, path: at }) => {
    const range = here(call);
    const loaded = range === null ? null : modelAt(code.module, at);
    const model = loaded === null ? null : modelOf(loaded.file);
    return range === null || model === null ? [] : [{ range, model }];
  });
  return { sites: sites.sort(byPlace), written };
}

function fedBy(module: Module, run: ModelRun): Pick<InlineSite, 'outputs' | 'inputs' | 'code'> {
  const inputs: Record<string, InputSpec> = {};
  const code = [module.textOf(run.call.node)];
  for (const { name, value } of run.feed?.entries ?? []) {
    const made = value === null ? null : meaningOf(module, value);
    if (made !== null && made !== value) code.push(module.textOf(made));
    const array = value === null ? null : codeInput(module, value);
    if (array !== null) inputs[name] = specOf(array);
  }
  return { outputs: run.outputs.names.map(({ name }) => name), inputs, code: code.join('\n') };
}

function specOf(input: CodeInput): InputSpec {
  if (input.kind === 'random') return { kind: 'random', seed: 0, shape: input.shape };
  if (input.kind === 'values') return { kind: 'values', text: input.text, shape: input.shape };
  return { kind: input.kind, shape: input.shape };
}

function placeIn(code: Code, uri: string, span: Span): LineRange | null {
  const at = code.locate(span);
  return at?.uri === uri ? at.range : null;
}

/** null: it went meanwhile. */
function modelOf(file: string): InlineModel | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const stamp = `${stats.mtimeMs} ${stats.size}`;
  return { uri: uriOf(file), name: path.basename(file), byteLength: stats.size, stamp };
}

function byPlace(a: InlineSite, b: InlineSite): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}
