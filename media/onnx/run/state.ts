// What the run form holds: kept with the page, so that a hidden and shown tab is as it was.
import type { Dimension, ImageRecipe, ModelSummary, ValueInfo } from '../../../server/src/protocol';
import type { FileRef, RunRequest } from '../messages';
import { shapeOf } from '../format';
import { blank, product, writeValues } from './values';

export type Fill = 'values' | 'random' | 'zeros' | 'ones' | 'default' | 'image' | 'file' | 'text';

export interface InputState {
  readonly fill: Fill;
  /** As typed; a whole number from 0. */
  readonly seed: string;
  /** Typed values, whether shown as a grid or as text. */
  readonly text: string;
  readonly view: 'grid' | 'text';
  /** Sizes the file leaves open, by position; not named: 1. */
  readonly sizes: Readonly<Record<number, string>>;
  /** The picture, and how it becomes a tensor. */
  readonly picture?: FileRef;
  readonly recipe?: ImageRecipe;
  /** The file of arrays or of bytes, and which of its arrays. */
  readonly file?: FileRef & { readonly array?: string };
  /** A text whose bytes are fed. */
  readonly words?: string;
}

/** The table that values were last taken from. */
export interface TableState {
  readonly file: FileRef;
  readonly row: number;
  readonly rows: number;
  /** Columns of inputs, where the user chose them. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

export interface FormState {
  /** Sizes of symbolic dimensions, as typed. */
  readonly symbols: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, InputState>>;
  readonly table?: TableState;
}

/** Up to this many elements, values are typed into fields; more are written as text. */
const GRID_CELLS = 64;
const GRID_COLUMNS = 12;
/** Up to this many elements, typing values is the first offer; more are filled at random. */
const TYPED_BY_DEFAULT = 16;

/** What exporters write where they mean that a size is open; it is no name that two dimensions share. */
const PLACEHOLDER = /^(none|null|nan|unknown|\?|-1)$/i;

/** The model with such sizes open, each on its own. */
export function withoutPlaceholders(model: ModelSummary): ModelSummary {
  const isPlaceholder = (dimension: Dimension) => typeof dimension === 'string' && PLACEHOLDER.test(dimension);
  const opened = (value: ValueInfo): ValueInfo => {
    const { type } = value;
    if (type.kind !== 'tensor' || !type.shape?.some(isPlaceholder)) return value;
    const shape = type.shape.map((dimension) => (isPlaceholder(dimension) ? null : dimension));
    return { ...value, type: { ...type, shape } };
  };
  return {
    ...model,
    inputs: model.inputs.map(opened),
    optionalInputs: model.optionalInputs.map(opened),
    outputs: model.outputs.map(opened),
    symbols: model.symbols.filter((name) => !isPlaceholder(name)),
  };
}

/** The form of a model, with what was kept of an earlier one where it still fits. */
export function initialForm(model: ModelSummary, kept: FormState | undefined): FormState {
  const { suggestions } = model;
  const symbols = Object.fromEntries(
    model.symbols.map((name) => [name, kept?.symbols[name] ?? String(suggestions.symbols[name] ?? 1)]),
  );
  const of = (input: ValueInfo) => kept?.inputs[input.name] ?? initialInput(model, input, symbols);
  const required = model.inputs.map((input) => [input.name, of(input)]);
  const optional = model.optionalInputs.map((input) => [
    input.name,
    kept?.inputs[input.name] ?? { ...of(input), fill: 'default' },
  ]);
  const table = kept?.table ? { table: kept.table } : {};
  return { symbols, inputs: Object.fromEntries([...required, ...optional]), ...table };
}

/** Whether this could be what an earlier version, or another model, left behind. */
export function isForm(kept: object | undefined): kept is FormState {
  return kept !== undefined && 'symbols' in kept && 'inputs' in kept;
}

function initialInput(model: ModelSummary, input: ValueInfo, symbols: FormState['symbols']): InputState {
  const elementType = elementTypeOf(input);
  const declared = shapeOf(input.type);
  const suggestion = model.suggestions.inputs[input.name];
  const open = (declared ?? []).flatMap((dimension, axis): [number, string][] => {
    const suggested = dimension === null ? suggestion?.shape[axis] : undefined;
    return suggested === undefined || suggested === 1 ? [] : [[axis, String(suggested)]];
  });
  const sizes = Object.fromEntries(open);
  const shape = resolve(declared, symbols, sizes);
  const isTensor = input.type.kind === 'tensor';
  const few = isTensor && product(shape) <= TYPED_BY_DEFAULT && (suggestion?.limit ?? null) === null;
  const value = suggestion?.value ?? null;
  return {
    fill: few || (isTensor && elementType === 'string') ? 'values' : 'random',
    seed: '0',
    text:
      isTensor && fitsGrid(shape)
        ? writeValues(
            Array(product(shape)).fill(value === null ? blank(elementType) : String(value)),
            elementType,
            shape,
          )
        : '',
    view: 'grid',
    sizes,
    ...(suggestion?.recipe ? { recipe: suggestion.recipe } : {}),
  };
}

/** The element type of a tensor input; of others, what is in the innermost tensor. */
export function elementTypeOf({ type }: Pick<ValueInfo, 'type'>): string {
  if (type.kind === 'tensor' || type.kind === 'sparse-tensor') return type.elementType;
  if (type.kind === 'sequence' || type.kind === 'optional') return elementTypeOf({ type: type.element });
  return type.kind === 'map' ? elementTypeOf({ type: type.value }) : 'float32';
}

/** The shape a run uses: symbols and open sizes as the form has them, 1 where it says nothing sensible. */
export function resolve(
  shape: readonly Dimension[] | null,
  symbols: FormState['symbols'],
  sizes: InputState['sizes'],
): readonly number[] {
  return (shape ?? []).map((dimension, index) => {
    if (typeof dimension === 'number') return dimension;
    return size(dimension ? symbols[dimension] : sizes[index]) ?? 1;
  });
}

/** A size as typed: a whole number from 0 to 2³¹ - 1; undefined if it is none. */
export function size(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d{1,10}\s*$/.test(text)) return undefined;
  const number = Number(text);
  return number < 2 ** 31 ? number : undefined;
}

/** Whether values of this shape are typed into a grid of fields. */
export function fitsGrid(shape: readonly number[]): boolean {
  const count = product(shape);
  return count > 0 && count <= GRID_CELLS && (shape.at(-1) ?? 1) <= GRID_COLUMNS;
}

/** The pixels of a picture after its recipe, as base64; null where the picture is not there. */
export type PixelsOf = (uri: string, recipe: ImageRecipe) => string | null;

/** What to ask the server for. An input whose picture is not there is left to chance. */
export function runRequest(model: ModelSummary, form: FormState, pixelsOf: PixelsOf = () => null): RunRequest {
  const inputs = [...model.inputs, ...model.optionalInputs].flatMap((input) => {
    const state = form.inputs[input.name];
    return state ? [[input.name, spec(input, state, form.symbols, pixelsOf)] as const] : [];
  });
  const symbols = model.symbols.map((name) => [name, size(form.symbols[name]) ?? 1] as const);
  return { inputs: Object.fromEntries(inputs), symbols: Object.fromEntries(symbols) };
}

function spec(
  input: ValueInfo,
  state: InputState,
  symbols: FormState['symbols'],
  pixelsOf: PixelsOf,
): RunRequest['inputs'][string] {
  const declared = shapeOf(input.type);
  // The server knows declared and symbolic sizes; only what the file leaves open has to be said.
  const isTensor = input.type.kind === 'tensor';
  const resolved = resolve(declared, symbols, state.sizes);
  const shape = isTensor && declared?.includes(null) ? { shape: resolved } : {};
  const random = { kind: 'random', seed: size(state.seed) ?? 0, ...shape } as const;
  switch (state.fill) {
    case 'default':
      return { kind: 'default' };
    case 'zeros':
    case 'ones':
      return { kind: state.fill, ...shape };
    case 'random':
      return random;
    case 'values':
      // A flat list does not say which of two open sizes it fills.
      return { kind: 'values', text: state.text, ...(isTensor && declared ? { shape: resolved } : {}) };
    case 'image': {
      const pixels = state.picture && state.recipe ? pixelsOf(state.picture.uri, state.recipe) : null;
      return pixels === null ? random : { kind: 'image', pixels, recipe: state.recipe! };
    }
    case 'file': {
      if (!state.file) return random;
      const { uri, array } = state.file;
      return { kind: 'file', file: uri, ...(array ? { array } : {}), ...shape };
    }
    case 'text':
      return { kind: 'text', text: state.words ?? '', ...(isTensor && declared ? { shape: resolved } : {}) };
  }
}
