// Completion where code speaks to a model: names of inputs and outputs, paths of models, and the whole call of a session.
import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type Position,
  type Range,
} from 'vscode-languageserver';
import type { Span } from '../analysis/text';
import { callSnippet, quoted } from '../analysis/onnx/callSnippet';
import { wantedAt, type Wanted } from '../analysis/onnx/wanted';
import { describeType } from '../model/boundary/inputs';
import type { ModelFiles } from '../project/modelFiles';
import { bytes, modelCard, signature } from './modelCard';
import type { Code, Modules } from './modules';
import { pathOf } from './paths';

/** Typing one of these asks us. */
export const completionTriggers: readonly string[] = ['"', "'", '/', '.'];

export function completionsAt(
  modules: Modules,
  uri: string,
  position: Position,
  files: ModelFiles,
  folder: string | null,
): CompletionItem[] {
  const code = modules.get(uri);
  const offset = code?.offsetAt(uri, position) ?? null;
  const wanted = code === null || offset === null ? null : wantedAt(code.module, offset);
  if (code === null || wanted === null) return [];
  if (wanted.kind === 'call') return callItems(code, wanted);
  const range = code.locate(wanted.written)?.range;
  if (range === undefined) return [];
  if (wanted.kind === 'path') return pathItems(pathOf(code.opened.uri), range, files, folder);
  return nameItems(wanted, range);
}

function nameItems(wanted: Extract<Wanted, { kind: 'input' | 'output' }>, range: Range): CompletionItem[] {
  const { model } = wanted.loaded;
  const values = wanted.kind === 'input' ? model.graph.inputs : model.graph.outputs;
  const required = new Set(model.requiredInputs.map(({ name }) => name));
  const quote = (name: string) => (wanted.written.quoted ? escapedFor(name) : quoted(name));
  return values
    .filter(({ name }) => !wanted.taken.has(name))
    .map((value, index) => ({
      label: value.name,
      kind: CompletionItemKind.Field,
      detail: describeType(value.type),
      ...(value.description === '' ? {} : { documentation: value.description }),
      // What must be fed comes first, in the model's order.
      sortText: `${wanted.kind === 'output' || required.has(value.name) ? 0 : 1}${String(index).padStart(4, '0')}`,
      filterText: value.name,
      textEdit: { range, newText: quote(value.name) + (wanted.asEntry && !wanted.written.quoted ? ': ' : '') },
    }));
}

/** Between quotes of either kind. */
function escapedFor(name: string): string {
  return name.replaceAll(/["'\\]/g, '\\$&');
}

function pathItems(source: string | null, range: Range, files: ModelFiles, folder: string | null): CompletionItem[] {
  if (source === null) return [];
  return files.near(source, folder).map(({ written, size }, index) => ({
    label: written,
    kind: CompletionItemKind.File,
    detail: bytes(size),
    sortText: String(index).padStart(4, '0'),
    filterText: written,
    textEdit: { range, newText: written },
  }));
}

/** `session.run(…)` with all that the model takes; where nothing else stands in the statement, with names for the results. */
function callItems(code: Code, wanted: Extract<Wanted, { kind: 'call' }>): CompletionItem[] {
  const { loaded, typed, receiver, isStatement } = wanted;
  const { model, file } = loaded;
  const name = code.module.textOf(receiver);
  const documentation = { kind: MarkupKind.Markdown, value: modelCard(file, model) };
  const item = (label: string, about: string, span: Span, filterText: string, newText: string): CompletionItem[] => {
    const range = code.locate(span)?.range;
    if (range === undefined) return [];
    return [
      {
        label,
        labelDetails: { description: about },
        kind: CompletionItemKind.Snippet,
        detail: signature(model).slice(0, 200),
        documentation,
        sortText: `!${label}`,
        filterText,
        insertTextFormat: InsertTextFormat.Snippet,
        textEdit: { range, newText },
      },
    ];
  };
  const call = callSnippet(model);
  const items = item('run(…)', 'call this model', typed, 'run', call.run);
  if (!isStatement || call.assigned === null) return items;
  const whole = { start: receiver.start, end: typed.end };
  return [
    ...items,
    ...item(`${name}.run(…)`, 'call this model, name its results', whole, `${name}.run`, call.assigned(name)),
  ];
}
