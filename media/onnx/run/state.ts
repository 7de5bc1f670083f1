// What the run form holds: kept with the page, so that a hidden and shown tab is as it was.
import type { Dimension, ModelSummary, ValueInfo } from '../../../server/src/protocol';
import type { RunRequest } from '../messages';
import { shapeOf } from '../format';
import { blank, product, writeValues } from './values';

export type Fill = 'values' | 'random' | 'zeros' | 'ones' | 'default';

export interface InputState {
  readonly fill: Fill;
  /** As typed; a whole number from 0. */
  readonly seed: string;
  /** Typed values, whether shown as a grid or as text. */
  readonly text: string;
  readonly view: 'grid' | 'text';
  /** Sizes the file leaves open, by position; not named: 1. */
  readonly sizes: Readonly<Record<number, string>>;
}

export interface FormState {
  /** Sizes of symbolic dimensions, as typed. */
  readonly symbols: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, InputState>>;
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
  const symbols = Object.fromEntries(model.symbols.map((name) => [name, kept?.symbols[name] ?? '1']));
  const required = model.inputs.map((input) => [input.name, kept?.inputs[input.name] ?? initialInput(input, symbols)]);
  const optional = model.optionalInputs.map((input) => [
    input.name,
    kept?.inputs[input.name] ?? { ...initialInput(input, symbols), fill: 'default' },
  ]);
  return { symbols, inputs: Object.fromEntries([...required, ...optional]) };
}

function initialInput(input: ValueInfo, symbols: FormState['symbols']): InputState {
  const elementType = elementTypeOf(input);
  const shape = resolve(shapeOf(input.type), symbols, {});
  const few = input.type.kind === 'tensor' && product(shape) <= TYPED_BY_DEFAULT;
  return {
    fill: few || (input.type.kind === 'tensor' && elementType === 'string') ? 'values' : 'random',
    seed: '0',
    text:
      input.type.kind === 'tensor' && fitsGrid(shape)
        ? writeValues(Array(product(shape)).fill(blank(elementType)), elementType, shape)
        : '',
    view: 'grid',
    sizes: {},
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

/** What to ask the server for. */
export function runRequest(model: ModelSummary, form: FormState): RunRequest {
  const inputs = [...model.inputs, ...model.optionalInputs].flatMap((input) => {
    const state = form.inputs[input.name];
    return state ? [[input.name, spec(input, state, form.symbols)] as const] : [];
  });
  const symbols = model.symbols.map((name) => [name, size(form.symbols[name]) ?? 1] as const);
  return { inputs: Object.fromEntries(inputs), symbols: Object.fromEntries(symbols) };
}

function spec(input: ValueInfo, state: InputState, symbols: FormState['symbols']): RunRequest['inputs'][string] {
  const declared = shapeOf(input.type);
  // The server knows declared and symbolic sizes; only what the file leaves open has to be said.
  const isTensor = input.type.kind === 'tensor';
  const resolved = resolve(declared, symbols, state.sizes);
  const shape = isTensor && declared?.includes(null) ? { shape: resolved } : {};
  switch (state.fill) {
    case 'default':
      return { kind: 'default' };
    case 'zeros':
    case 'ones':
      return { kind: state.fill, ...shape };
    case 'random':
      return { kind: 'random', seed: size(state.seed) ?? 0, ...shape };
    case 'values':
      // A flat list does not say which of two open sizes it fills.
      return { kind: 'values', text: state.text, ...(isTensor && declared ? { shape: resolved } : {}) };
  }
}
