// A run that was saved, brought to the inputs and outputs of a model: by the names of its values or by their numbers.
import { checkInput } from '../check';
import { asTyped } from '../inputs/typed';
import type { Model, ValueInfo } from '../model';
import { fail, ProblemError } from '../problem';
import { identifier } from '../takeAlong/python';
import type { MapValue, ScoresValue, TensorValue, Value } from '../values';

export interface SavedValue {
  /** Of the model's input or output. */
  readonly name: string;
  /** Where it was found: the name of an array or a file. */
  readonly from: string;
  readonly value: Value;
}

export interface SavedRun {
  /** Of the folder or file. */
  readonly name: string;
  readonly inputs: readonly SavedValue[];
  readonly outputs: readonly SavedValue[];
  /** What was left out or guessed, in words. */
  readonly notes: readonly string[];
}

/** An array by its name, read when it is wanted. */
export interface NamedArray {
  readonly name: string;
  readonly read: () => TensorValue;
}

/** Throws a problem where an input is missing or does not fit, or no output is there. */
export function savedByName(name: string, arrays: readonly NamedArray[], model: Model): SavedRun {
  const used = new Set<string>();
  const find = (kind: 'input' | 'output', infos: readonly ValueInfo[]): readonly SavedValue[] => {
    const taken = new Set<string>();
    const left = (wanted: string): NamedArray | undefined =>
      arrays.find((array) => array.name === wanted && !taken.has(wanted));
    return infos.flatMap((info): SavedValue[] => {
      const plain = identifier(info.name);
      const names = [info.name, plain, `${kind}_${info.name}`, `${kind}_${plain}`];
      const found = isSequence(info) ? sequenceOf(names, left) : arrayOf(names, left);
      if (found === null) return [];
      for (const each of found.names) {
        taken.add(each);
        used.add(each);
      }
      return [{ name: info.name, from: found.names[0] ?? info.name, value: found.value }];
    });
  };
  const inputs = find('input', model.graph.inputs);
  const outputs = find('output', model.graph.outputs);
  const rest = arrays.filter((array) => !used.has(array.name)).map((array) => array.name);
  const notes = rest.length > 0 ? [`${listed(rest)}: no input or output of the model is called so.`] : [];
  return checked(
    { name, inputs, outputs, notes },
    model,
    arrays.map((array) => array.name),
  );
}

type Found = { readonly names: readonly string[]; readonly value: Value } | null;

function arrayOf(names: readonly string[], left: (name: string) => NamedArray | undefined): Found {
  const array = names.map(left).find((each) => each !== undefined);
  return array ? { names: [array.name], value: array.read() } : null;
}

const isSequence = ({ type }: ValueInfo): boolean =>
  (type.kind === 'sequence' && type.element.kind !== 'map') ||
  (type.kind === 'optional' && type.element.kind === 'sequence');

/** The arrays `x_0`, `x_1` … are the elements of `x`. */
function sequenceOf(names: readonly string[], left: (name: string) => NamedArray | undefined): Found {
  const stem = names.find((each) => left(`${each}_0`) !== undefined);
  if (stem === undefined) return null;
  const found: NamedArray[] = [];
  for (let array = left(`${stem}_0`); array; array = left(`${stem}_${found.length}`)) found.push(array);
  const elements = found.map((array) => array.read());
  return {
    names: found.map((array) => array.name),
    value: { kind: 'sequence', elementType: elements[0]!.elementType, elements },
  };
}

/** A value of a numbered file, `input_0.pb`. */
export interface NumberedValue {
  readonly file: string;
  readonly number: number;
  /** What the file calls its value; '' where it does not. */
  readonly called: string;
  readonly value: Value | readonly MapValue[];
}

/** Throws a problem where an input is missing or does not fit, or no output is there. */
export function savedByNumber(
  name: string,
  files: { readonly inputs: readonly NumberedValue[]; readonly outputs: readonly NumberedValue[] },
  model: Model,
): SavedRun {
  const inputs = numbered('input', files.inputs, model.requiredInputs);
  const outputs = numbered('output', files.outputs, model.graph.outputs);
  const called = [...inputs, ...outputs].filter(({ each, name: own }) => each.called !== '' && each.called !== own);
  const renamed = called.map(({ each, name: own }) => `${each.called} → ${own}`);
  const notes = renamed.length > 0 ? [`Matched by number, since the names differ: ${renamed.join(', ')}.`] : [];
  const value = ({ name: own, each }: (typeof inputs)[number]): SavedValue => {
    return { name: own, from: each.file, value: isMaps(each.value) ? scoresOf(each.value) : each.value };
  };
  const all = [...files.inputs, ...files.outputs].map(({ file }) => file);
  return checked({ name, inputs: inputs.map(value), outputs: outputs.map(value), notes }, model, all);
}

/** By the names in the files where the model has them all, for its inputs may have another order now. */
function numbered(kind: string, values: readonly NumberedValue[], infos: readonly ValueInfo[]) {
  const names = new Set(values.map(({ called }) => called));
  const isNamed =
    names.size === values.length && [...names].every((called) => infos.some(({ name }) => name === called));
  return values.map((each) => {
    const name = isNamed ? each.called : infos[each.number]?.name;
    if (name !== undefined) return { name, each };
    return fail(
      'unknown-input',
      `${each.file} belongs to no ${kind}.`,
      `The model has ${infos.length}.`,
      'Save the result again with the model as it is now.',
    );
  });
}

const isMaps = (value: Value | readonly MapValue[]): value is readonly MapValue[] => Array.isArray(value);

/** What a ZipMap gave, as it comes out of a run here. The keys of the first row are those of all. */
function scoresOf(maps: readonly MapValue[]): ScoresValue {
  const labels = (maps[0]?.entries ?? []).map(([key]) => key);
  const data = Float32Array.from(
    maps.flatMap(({ entries }) => labels.map((label) => Number(entries.find(([key]) => key === label)?.[1] ?? NaN))),
  );
  const scores: TensorValue = { kind: 'tensor', elementType: 'float32', shape: [maps.length, labels.length], data };
  return {
    kind: 'scores',
    labels: labels.some((label) => typeof label === 'string') ? labels.map(String) : labels.map(BigInt),
    scores,
  };
}

const AGAIN = 'Save the result again with the model as it is now.';
const MOST_NAMES = 12;

const listed = (names: readonly string[]): string =>
  names.length > MOST_NAMES
    ? `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`
    : names.join(', ');

/** The run, with its inputs in the model's own types. */
function checked(run: SavedRun, model: Model, held: readonly string[]): SavedRun {
  const holds = held.length === 0 ? 'It holds nothing.' : `It holds ${listed(held)}.`;
  const missing = model.requiredInputs.find(({ name }) => !run.inputs.some((input) => input.name === name));
  if (missing) {
    fail('missing-input', `The saved result has no value for the input \`${missing.name}\`.`, holds, AGAIN);
  }
  if (run.outputs.length === 0 && model.graph.outputs.length > 0) {
    const wanted = listed(model.graph.outputs.map(({ name }) => name));
    fail(
      'missing-output',
      'The saved result has no output of this model.',
      `${holds} The outputs are ${wanted}.`,
      AGAIN,
    );
  }
  const inputs = run.inputs.map((saved) => {
    const info = model.graph.inputs.find(({ name }) => name === saved.name);
    return info ? { ...saved, value: fitting(info, saved.value) } : saved;
  });
  return { ...run, inputs };
}

function fitting(info: ValueInfo, value: Value): Value {
  try {
    const typed = value.kind === 'tensor' ? asTyped(info, value) : value;
    checkInput(info, typed);
    return typed;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { kind, what, why } = error.problem;
    return fail(kind, `The saved input \`${info.name}\` does not fit this model.`, `${what} ${why}`, AGAIN);
  }
}
