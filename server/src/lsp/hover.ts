// Hover and "go to definition" on what code says about a model: its path, its session, a run, an input or an output.
import { MarkupKind, type Hover, type Location, type Position } from 'vscode-languageserver';
import { nodeAt, placeAt } from '../analysis/onnx/places';
import { Kind } from '../analysis/syntax';
import type { ClientCommand } from '../protocol';
import { modelCard, valueCard } from './modelCard';
import type { Modules } from './modules';
import { uriOf } from './paths';

const OPEN: ClientCommand = 'heldout.openModel';

/** @param links the client has the command that opens models */
export function hoverAt(modules: Modules, uri: string, position: Position, links: boolean): Hover | null {
  const code = modules.get(uri);
  const offset = code?.offsetAt(uri, position) ?? null;
  const place = code === null || offset === null ? null : placeAt(code.module, offset);
  if (code === null || place === null) return null;
  const { file, model } = place.loaded;
  const link = links ? `[Open model](${openLink(file)})` : '';
  const value =
    (place.kind === 'input' || place.kind === 'output') && place.value !== null
      ? valueCard(place.kind, place.value, place.loaded, link)
      : modelCard(file, model, link);
  const at = code.locate(place.at);
  return { contents: { kind: MarkupKind.Markdown, value }, ...(at === null ? {} : { range: at.range }) };
}

/** From the literal of a path to the model file. A name's definition is where it is bound, as Python's own server says. */
export function modelDefinition(modules: Modules, uri: string, position: Position): Location | null {
  const code = modules.get(uri);
  const offset = code?.offsetAt(uri, position) ?? null;
  if (code === null || offset === null) return null;
  const place = placeAt(code.module, offset);
  if (place?.kind !== 'path' || nodeAt(code.module, offset)?.kind !== Kind.Str) return null;
  const start = { line: 0, character: 0 };
  return { uri: uriOf(place.loaded.file), range: { start, end: start } };
}

function openLink(file: string): string {
  return `command:${OPEN}?${encodeURIComponent(JSON.stringify([uriOf(file)]))}`;
}
