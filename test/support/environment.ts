// The files beside an example: models described in a few words and version files, so that examples stay readable.
import { readHeader } from '../../server/src/project/header';
import { readVersions } from '../../server/src/project/versions';
import type { Environment, ModelLookup } from '../../server/src/project/environment';
import type { Model, ValueInfo } from '../../server/src/model/model';

/**
 * `{ 'model.onnx': 'input: float32[batch, 4] -> label: int64[batch]' }`: a model with these inputs and outputs.
 * `{ 'requirements.txt': 'numpy==2.1' }`: the versions of a project.
 * `{ 'data.csv': 'age,sex\n31,f' }`: a table.
 * `{ 'helpers.py': 'import pandas as pd' }`: a module.
 * `'git-lfs-pointer'`, `'empty'`, `'truncated'`: a file that is no whole model. `'…; without w.data'`: its weights are not there.
 * An input in parentheses has a stored value of its own, so a caller need not feed it.
 */
export function exampleEnvironment(files: Readonly<Record<string, string>>): Environment {
  return {
    versionOf: readVersions(Object.entries(files).map(([name, text]) => ({ name, text }))),
    columns(path, separator) {
      const line = files[path.replace(/^(?:\.\/)+/, '')]?.split('\n')[0];
      return line === undefined ? null : readHeader(line, separator);
    },
    python(path, from) {
      const folder = from?.includes('/') === true ? from.slice(0, from.lastIndexOf('/') + 1) : '';
      const found = `${folder}${path.replace(/^(?:\.\/)+/, '')}`;
      const text = files[found];
      return text === undefined ? null : { path: found, text: `${text}\n` };
    },
    model(path): ModelLookup {
      if (!path.endsWith('.onnx') || Object.keys(files).length === 0) return { state: 'unknown' };
      const signature = files[path.replace(/^(?:\.\/)+/, '')];
      if (signature === undefined) return { state: 'missing', path };
      if (signature === 'git-lfs-pointer' || signature === 'empty' || signature === 'truncated')
        return { state: 'unreadable', path, reason: signature, fault: signature };
      const [model = '', missing] = signature.split('; without ');
      const missingData = missing === undefined ? {} : { missingData: [missing] };
      return { state: 'found', path, model: exampleModel(model), ...missingData };
    },
  };
}

function exampleModel(signature: string): Model {
  const [inputs = '', outputs = ''] = signature.split('->');
  const fed = readValues(inputs);
  return {
    format: 'onnx',
    byteLength: 0,
    irVersion: 10,
    opsets: [{ domain: '', version: 21 }],
    producer: { name: 'example', version: '' },
    domain: '',
    modelVersion: 0,
    description: '',
    metadata: {},
    graph: {
      name: 'example',
      inputs: fed.map(({ value }) => value),
      outputs: readValues(outputs).map(({ value }) => value),
      values: [],
      nodes: [],
      initializers: [],
      sparseInitializers: [],
      description: '',
      metadata: {},
    },
    functions: [],
    training: [],
    requiredInputs: fed.filter(({ optional }) => !optional).map(({ value }) => value),
  };
}

function readValues(text: string): { value: ValueInfo; optional: boolean }[] {
  return [...text.matchAll(/(\()?(\w+):\s*(\w+)\[([^\]]*)\]\)?/g)].map(([, open, name, elementType, shape]) => ({
    optional: open !== undefined,
    value: {
      name: name!,
      description: '',
      type: {
        kind: 'tensor',
        elementType: elementType!,
        shape: shape!.trim() === '' ? [] : shape!.split(',').map(readDimension),
      },
    },
  }));
}

function readDimension(text: string): number | string | null {
  const dimension = text.trim();
  if (dimension === '?') return null;
  return /^\d+$/.test(dimension) ? Number(dimension) : dimension;
}
