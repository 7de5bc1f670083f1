// A run as a Python script with onnxruntime, and as a pytest that pins its outputs; inputs and outputs are .npy files.
import { writeNpy } from '../npyWrite';
import type { Value } from '../values';
import type { Taken, TakenFile, TakenRun } from './types';

/** A script, or with `pins` a test. `model` is the path of the model from the folder that it is written to. */
export function asPython(run: TakenRun, model: string, pins: boolean): Taken {
  const stem = identifier(run.name);
  const folder = `${stem}_data`;
  const files: TakenFile[] = [];
  const notes: string[] = [];
  const taken = new Set<string>();

  /** Saves a value, and gives the code that loads it; null where NumPy cannot hold it. */
  function saved(prefix: string, name: string, value: Value): string | null {
    if (value.kind === 'sequence') {
      const parts = value.elements.map((element, index) => saved(prefix, `${name}_${index}`, element));
      return parts.includes(null) ? null : `[${parts.join(', ')}]`;
    }
    if (value.kind === 'optional') return value.element === null ? 'None' : saved(prefix, name, value.element);
    if (value.kind === 'map') {
      return `{${value.entries.map(([key, entry]) => `${literal(key)}: ${literal(entry)}`).join(', ')}}`;
    }
    const tensor = value.kind === 'scores' ? value.scores : value;
    const bytes = writeNpy(tensor);
    if (bytes === null) return null;
    const file = unused(`${prefix}_${identifier(name)}`, taken);
    files.push({ path: `${folder}/${file}.npy`, bytes });
    return `np.load(DATA / ${literal(`${file}.npy`)})`;
  }

  const inputs = run.inputs.flatMap(({ name, value }) => {
    const code = saved('input', name, value);
    if (code === null) notes.push(`The input ${name} has a type that NumPy does not have; give it yourself.`);
    return code === null ? [] : [`    ${literal(name)}: ${code},`];
  });
  const outputs = run.outputs.flatMap(({ name, value }) => {
    const code = pins ? saved('output', name, value) : '';
    if (code === null) notes.push(`The output ${name} has a type that NumPy does not have, and is not tested.`);
    return code === null ? [] : [{ name, value, code }];
  });
  const head = `${pins ? `"""Pins what ${run.name} gives for one input."""` : `"""Runs ${run.name} on one input."""`}

from pathlib import Path

import numpy as np
import onnxruntime
${pins ? 'import pytest\n' : ''}
HERE = Path(__file__).parent
DATA = HERE / ${literal(folder)}
MODEL = HERE / ${literal(model)}

INPUTS = {
${inputs.join('\n')}
}
`;
  const text = pins ? `${head}${testBody(outputs)}` : `${head}${scriptBody(outputs)}`;
  const path = pins ? `test_${stem}.py` : `run_${stem}.py`;
  return { files: [{ path, bytes: new TextEncoder().encode(text) }, ...files], open: path, notes };
}

interface Output {
  readonly name: string;
  readonly value: Value;
  readonly code: string;
}

function scriptBody(outputs: readonly Output[]): string {
  const names = outputs.map(({ name }) => literal(name)).join(', ');
  return `OUTPUTS = [${names}]

session = onnxruntime.InferenceSession(str(MODEL), providers=["CPUExecutionProvider"])
for name, value in zip(OUTPUTS, session.run(OUTPUTS, INPUTS)):
    if isinstance(value, np.ndarray):
        print(f"{name}: {value.dtype} {value.shape}")
    else:
        print(f"{name}: {type(value).__name__} of {len(value)}")
    print(value)
`;
}

function testBody(outputs: readonly Output[]): string {
  const expected = outputs.map(({ name, code }) => `    ${literal(name)}: ${code},`).join('\n');
  const maps = outputs.some(({ value }) => value.kind === 'scores');
  const lists = outputs.some(({ value }) => value.kind === 'sequence');
  return `
EXPECTED = {
${expected}
}

# Another machine, or another version of the runtime, adds up in another order.
RELATIVE = 1e-3
ABSOLUTE = 1e-5


@pytest.fixture(scope="module")
def results():
    session = onnxruntime.InferenceSession(str(MODEL), providers=["CPUExecutionProvider"])
    return dict(zip(EXPECTED, session.run(list(EXPECTED), INPUTS)))

${maps ? mapsHelper() : ''}
def assert_same(actual, expected):
${lists ? '    if isinstance(expected, list):\n        assert len(actual) == len(expected)\n        for one, other in zip(actual, expected):\n            assert_same(one, other)\n        return\n' : ''}${maps ? '    actual = as_array(actual)\n' : ''}    assert actual.shape == expected.shape
    if expected.dtype.kind in "fc":
        np.testing.assert_allclose(actual, expected, rtol=RELATIVE, atol=ABSOLUTE)
    else:
        np.testing.assert_array_equal(actual, expected)


@pytest.mark.parametrize("name", list(EXPECTED))
def test_output(results, name):
    assert_same(results[name], EXPECTED[name])
`;
}

/** A ZipMap gives a list of dictionaries, one for each row, all with the keys in the same order. */
const mapsHelper = (): string => `
def as_array(value):
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return np.array([list(row.values()) for row in value], dtype=np.float32)
    return np.asarray(value)

`;

/** A name that Python and every file system take. */
export function identifier(name: string): string {
  const plain = name
    .replace(/\.(onnx|ort)$/i, '')
    .replaceAll(/\W+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60);
  return plain === '' ? 'model' : /^\d/.test(plain) ? `_${plain}` : plain;
}

function unused(name: string, taken: Set<string>): string {
  let found = name;
  // File systems that do not tell upper from lower case have only one of them.
  for (let number = 2; taken.has(found.toLowerCase()); number++) found = `${name}_${number}`;
  taken.add(found.toLowerCase());
  return found;
}

/** A Python literal: JSON's strings are Python's, but for what is beyond the basic plane. */
function literal(value: string | number | bigint): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `float("${value}")`;
  return JSON.stringify(value).replaceAll('\u007f', String.raw`\x7f`);
}
