// ONNX Runtime's messages in the user's words: what, why, what to do. Its own text stays as the detail.
import type { Model } from '../model/model';
import type { ModelProblem } from '../model/problem';

interface Translation {
  readonly when: RegExp;
  readonly say: (match: RegExpExecArray, model: Model) => Omit<ModelProblem, 'detail'>;
}

const TRANSLATIONS: readonly Translation[] = [
  {
    when: /Protobuf parsing failed/,
    say: () => ({
      kind: 'damaged',
      what: 'The model file is damaged.',
      why: 'ONNX Runtime could not read it as an ONNX file.',
      todo: 'Download or export the model again.',
    }),
  },
  {
    when: /Model data pointer is null/,
    say: () => ({
      kind: 'empty',
      what: 'The model file is empty.',
      why: 'It has no bytes.',
      todo: 'Download or export the model again.',
    }),
  },
  {
    when: /Unexpected input data type\. Actual: \(tensor\((.+?)\)\) , expected: \(tensor\((.+?)\)\)/,
    say: ([, actual, expected], model) => ({
      kind: 'wrong-type',
      what: 'An input has the wrong element type.',
      why: `${actual} was given where ${expected} is expected${inputsOfType(model, expected)}.`,
      todo: `Convert the values to ${expected}.`,
    }),
  },
  {
    when: /Got invalid dimensions for input: (\S+)[\s\S]*?((?:index: \d+ Got: -?\d+ Expected: -?\d+\s*)+)/,
    say: ([, name, places]) => ({
      kind: 'wrong-shape',
      what: `The input \`${name}\` has the wrong shape.`,
      why: `${places!.trim().replace(/index: (\d+) Got: (-?\d+) Expected: (-?\d+)/g, 'axis $1 is $2 instead of $3')}.`,
      todo: 'Change the size of that axis.',
    }),
  },
  {
    when: /Invalid rank for input: (\S+) Got: (\d+) Expected: (\d+)/,
    say: ([, name, got, expected]) => ({
      kind: 'wrong-shape',
      what: `The input \`${name}\` has the wrong number of axes.`,
      why: `It has ${got} instead of ${expected}.`,
      todo: 'Reshape it; a missing batch axis is the usual cause.',
    }),
  },
  {
    when: /input '(.+)' is missing in 'feeds'/,
    say: ([, name]) => ({
      kind: 'missing-input',
      what: `The input \`${name}\` has no value.`,
      why: 'The model needs all of its inputs.',
      todo: 'Give it one.',
    }),
  },
  {
    when: /(\S+?)\(-?\d+\) is not a registered function\/op/,
    say: ([, name]) => ({
      kind: 'unsupported-operator',
      what: `The model uses the operator ${name}, which this runtime does not know.`,
      why: customOperator(name!),
      todo: 'Export the model without it, or run it where its library is registered (onnxruntime-extensions, for example).',
    }),
  },
  {
    when: /No Op registered for (\S+) with domain_version of (\d+)/,
    say: ([, name, version]) => ({
      kind: 'unsupported-operator',
      what: `The model uses the operator ${name}, which this runtime does not know.`,
      why: `The operator set ${version} has no such operator, or only in another domain.`,
      todo: 'Export the model again with a current exporter.',
    }),
  },
  {
    when: /(?:Could not find an implementation for|NOT_IMPLEMENTED[\s\S]*?for the node|Failed to find kernel for) ([\w.]+)\((\d+)\)/,
    say: ([, name, version]) => ({
      kind: 'unsupported-operator',
      what: `This runtime cannot compute the operator ${name}.`,
      why: `It has no CPU kernel for its version ${version} with these types.`,
      todo: 'Export with other types (float32 is implemented most widely) or another operator set.',
    }),
  },
  {
    when: /Current official support for domain (\S+) is till opset (\d+)/,
    say: ([, domain, version], model) => ({
      kind: 'unsupported-opset',
      what: `The model needs a newer operator set than this runtime knows.`,
      why: `${domain} is known up to ${version}; the model asks for ${opsetOf(model, domain!)}.`,
      todo: `Export it with opset_version=${version} or lower.`,
    }),
  },
  {
    when: /Missing opset in the model|ModelProto does not have|Missing model IR version/,
    say: () => ({
      kind: 'invalid-model',
      what: 'The model does not say which operator set it uses.',
      why: 'Without it nobody knows what its operators mean, so ONNX Runtime refuses it.',
      todo: 'Export the model again with a current exporter.',
    }),
  },
  {
    when: /Unsupported model IR version: (\d+), max supported IR version: (\d+)/,
    say: ([, version, most]) => ({
      kind: 'unsupported-opset',
      what: 'The model file is newer than this runtime.',
      why: `It has the IR version ${version}; known are those up to ${most}.`,
      todo: 'Export it with an older version of onnx, or set `model.ir_version` lower.',
    }),
  },
  {
    when: /External data path[\s\S]*?escapes|escapes model directory/,
    say: () => ({
      kind: 'external-data',
      what: 'The weights lie outside the model’s folder.',
      why: 'The model names a file elsewhere on this machine, which ONNX Runtime does not open for reasons of safety.',
      todo: 'Put the weights beside the model and export it again; do not run a model like this from a source you do not trust.',
    }),
  },
  {
    when: /[Ee]xternal (?:data|initializer)|model_path must not be empty/,
    say: (_, model) => ({
      kind: 'external-data',
      what: 'Weights of the model are missing.',
      why: `They are stored in other files (${externalFiles(model)}), and at least one is not there or too short.`,
      todo: 'Put the files beside the model, under the names it expects.',
    }),
  },
  {
    when: /Failed to construct locale with name:\s*([\w.@-]+)/,
    say: ([, name]) => ({
      kind: 'run-failed',
      what: `The locale ${name} is not installed on this machine.`,
      why: 'The operator StringNormalizer needs it.',
      todo: `Install it (on Debian: \`apt install locales && locale-gen ${name}\`).`,
    }),
  },
  {
    when: /bad_alloc|Failed to allocate memory|BFCArena|out of memory/i,
    say: () => ({
      kind: 'out-of-memory',
      what: 'There is not enough memory for this run.',
      why: 'A tensor could not be allocated.',
      todo: 'Use a smaller batch or smaller inputs.',
    }),
  },
  {
    when: /Unsupported data type: (\d+)|Non tensor type is temporarily not supported/,
    say: () => ({
      kind: 'unsupported-type',
      what: 'A value of the model has a type this runtime cannot pass on.',
      why: 'Its JavaScript interface knows no such type.',
      todo: 'Look at the tensors around it instead.',
    }),
  },
  {
    when: /[Nn]on-zero status code returned while running (\S+) node\. Name:'(.*?)'\s*Status Message: ([\s\S]*)/,
    say: ([, operator, name, status]) => ({
      kind: 'run-failed',
      what: `The run stopped at the node \`${name || operator}\` (${operator}).`,
      why: sentence(innermost(status!)),
      todo: 'Check the sizes and values of the inputs; dimensions the model leaves open were made up where none were given.',
    }),
  },
  {
    when: /No opset import for domain '(.*?)'/,
    say: ([, domain]) => ({
      kind: 'invalid-model',
      what: `The model uses operators of the domain ${domain || 'ai.onnx'} without saying which version of it.`,
      why: 'Without it nobody knows what they mean, so ONNX Runtime refuses the model.',
      todo: 'Export the model again with a current exporter, or add the domain to `opset_import`.',
    }),
  },
  {
    when: /(?:(?:Shape|Type)InferenceError\]|Type Error:|type inference failed)\s*([\s\S]*)/i,
    say: ([, reason]) => ({
      kind: 'invalid-model',
      what: 'The model contradicts itself.',
      why: sentence(reason!),
      todo: 'Export the model again; onnx.checker.check_model(path, full_check=True) shows the place.',
    }),
  },
  {
    when: /(?:INVALID_GRAPH|Load model from .*? failed)\s*:?\s*([\s\S]*)/,
    say: ([, reason]) => ({
      kind: 'invalid-model',
      what: 'ONNX Runtime refuses the model.',
      why: sentence(reason!.replace(/^(This is an invalid|Invalid) model\.\s*(Error:\s*)?/, '')),
      todo: 'Export the model again; onnx.checker.check_model(path) shows the place.',
    }),
  },
];

/** The problem a message of the runtime means. */
export function translate(message: string, model: Model): ModelProblem {
  const detail = message.trim();
  for (const { when, say } of TRANSLATIONS) {
    const match = when.exec(detail);
    if (!match) continue;
    return { ...say(match, model), detail };
  }
  return {
    kind: 'run-failed',
    what: 'ONNX Runtime could not run the model.',
    why: sentence(afterLocation(detail)),
    todo: 'The detail holds its own words.',
    detail,
  };
}

/** A node inside a branch or loop reports through each node around it; the last one says what happened. */
const innermost = (status: string): string => status.split('Status Message: ').at(-1) ?? status;

/** Without `/path/file.cc:123 void function(...)` in front, which says nothing to the user. */
function afterLocation(detail: string): string {
  const parts = detail.split(/\S+\.(?:cc|h|cpp):\d+ .*?(?:\) |\)$|: )/);
  return (parts.at(-1) || detail).replace(/^\[.*?\]\s*/, '').trim() || detail;
}

/** One line that begins and ends like a sentence. */
function sentence(text: string): string {
  const words = afterLocation(text).replace(/\s+/g, ' ').trim().slice(0, 400) || 'It gives no reason';
  const line = words[0]!.toUpperCase() + words.slice(1);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function customOperator(name: string): string {
  const domain = name.includes(':') ? name.slice(0, name.lastIndexOf(':')) : '';
  return domain
    ? `It belongs to the domain ${domain}, which is not built into ONNX Runtime.`
    : 'It is not built into ONNX Runtime.';
}

const opsetOf = (model: Model, domain: string): string =>
  String(model.opsets.find((opset) => opset.domain === (domain === 'ai.onnx' ? '' : domain))?.version ?? 'a newer one');

const ORT_NAMES: Readonly<Record<string, string>> = { float: 'float32', double: 'float64' };

function inputsOfType(model: Model, type: string | undefined): string {
  const wanted = ORT_NAMES[type ?? ''] ?? type;
  const names = model.requiredInputs
    .filter((input) => input.type.kind === 'tensor' && input.type.elementType === wanted)
    .map((input) => `\`${input.name}\``);
  return names.length > 0 ? ` (${names.join(', ')})` : '';
}

function externalFiles(model: Model): string {
  const files = new Set(model.graph.initializers.flatMap(({ external }) => (external ? [external.location] : [])));
  return [...files].slice(0, 3).join(', ') || 'named in the model';
}
