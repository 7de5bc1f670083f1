// The call of a model, written out with the names it really has, as a snippet with a stop for each value.
import type { Model, ValueInfo } from '../../model/model';

export interface CallSnippet {
  /** `run(["probs"], {"images": ${1:images}})` */
  readonly run: string;
  /** The same with names for the results: `probs, label = …`; null where there are too many. `receiver` is the session. */
  readonly assigned: ((receiver: string) => string) | null;
}

const MOST_RESULTS = 6;
const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** The call that feeds each input that must be fed, in the model's order. */
export function callSnippet(model: Model): CallSnippet {
  const inputs = model.requiredInputs;
  const outputs = model.graph.outputs;
  const feeds = inputs.map(({ name }, i) => `${inSnippet(quoted(name))}: \${${i + 1}:${identifier(name)}}`);
  const wide = feeds.length > 2;
  const feed = wide ? `{\n${feeds.map((each) => `\t${each},\n`).join('')}}` : `{${feeds.join(', ')}}`;
  const results = resultNames(outputs);
  const run = `run([${outputs.map(({ name }) => inSnippet(quoted(name))).join(', ')}], ${feed})`;
  const taken = results.length === 1 ? '[0]' : '';
  const named = results.join(', ');
  const isFew = results.length > 0 && results.length <= MOST_RESULTS;
  return {
    run,
    assigned: isFew ? (receiver) => `${named} = ${inSnippet(receiver)}.${run}${taken}` : null,
  };
}

function resultNames(outputs: readonly ValueInfo[]): readonly string[] {
  const names = outputs.map(({ name }) => identifier(name));
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name}_${i}`));
}

/** A name of Python as near as can be: `input.1` → `input_1`. */
export function identifier(name: string): string {
  const plain = name.replaceAll(/\W+/g, '_').replaceAll(/^_+|_+$/g, '');
  if (plain === '') return 'value';
  return /^\d/.test(plain) || KEYWORDS.has(plain) ? `x_${plain}` : plain;
}

/** A literal of Python. */
export function quoted(name: string): string {
  return `"${name.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

function inSnippet(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}
