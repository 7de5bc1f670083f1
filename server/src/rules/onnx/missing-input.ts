// missing-input: a feed lacks an input that the model needs.
import { callForm } from '../../analysis/calls';
import { numpyIn } from '../../analysis/onnx/arrayEdits';
import { placeholderShape } from '../../analysis/onnx/declared';
import type { Feed } from '../../analysis/onnx/feeds';
import { modelRuns } from '../../analysis/onnx/runs';
import { Kind } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import type { Edit } from '../../analysis/text';
import { numpyName } from '../../knowledge/onnxDtypes';
import type { ValueInfo } from '../../model/model';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'missing-input',
  category: 'onnx',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['onnxruntime'],
  summary: 'The feed lacks an input that the model needs',
  docs: `
\`session.run\` must be fed every input of the model that has no stored value: otherwise it raises \`ValueError: Required inputs
(['attention_mask']) are missing from input feed\`. Transformers exported with an attention mask or token types are the usual case.
The fix adds zeros of the right type and shape, for you to replace.
`,
  silent: `
- The feed is not seen as a whole: \`**\`, computed keys, filled later or by another function.
- The input has a stored value of its own, or is of an optional type.
- The feed has a name that the model lacks: \`unknown-input-name\` speaks of that.
`,
  messages: {
    missing: 'This feed lacks {missing}, which `{model}` needs: running it raises an error',
  },
  examples: [
    {
      title: 'no attention mask',
      files: {
        'bert.onnx':
          'input_ids: int64[batch, length], attention_mask: int64[batch, length] -> logits: float32[batch, 2]',
      },
      bad: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("bert.onnx")
logits = session.run(None, {"input_ids": ids})[0]
#                          ^^^^^^^^^^^^^^^^^^`,
      good: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("bert.onnx")
logits = session.run(None, {"input_ids": ids, "attention_mask": np.zeros((1, 1), dtype=np.int64)})[0]`,
    },
    {
      title: 'a feed over several lines, by name',
      files: { 'two.onnx': 'image: float32[1, 3, 8, 8], scale: float32[1] -> y: float32[1]' },
      bad: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("two.onnx")
feed = {
    'image': picture,
}
session.run(None, feed)
#                 ^^^^`,
      good: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("two.onnx")
feed = {
    'image': picture, 'scale': np.zeros((1,), dtype=np.float32),
}
session.run(None, feed)`,
    },
    {
      title: 'filled later, unpacked, stored values',
      files: { 'two.onnx': 'a: float32[1], b: float32[1], (c: float32[1]) -> y: float32[1]' },
      fine: `
import onnxruntime as ort
session = ort.InferenceSession("two.onnx")
session.run(None, {"a": a, "b": b})
session.run(None, {"a": a, **rest})
session.run(None, {"a": a, name: b})
later = {"a": a}
later["b"] = b
session.run(None, later)
filled = {"a": a}
fill(filled)
session.run(None, filled)`,
    },
  ],
  *check(module) {
    const seen = new Set<number>();
    for (const { path, model, feed } of modelRuns(module)) {
      if (feed === null || !feed.complete || seen.has(feed.at.start)) continue;
      const fed = new Set(feed.entries.map(({ name }) => name));
      const known = model.graph.inputs.map(({ name }) => name);
      if ([...fed].some((name) => !known.includes(name))) continue;
      const missing = model.requiredInputs.filter(({ name, type }) => !fed.has(name) && type.kind !== 'optional');
      if (missing.length === 0) continue;
      seen.add(feed.at.start);
      const names = missing.map(({ name }) => `\`${name}\``).join(', ');
      yield {
        at: feed.at,
        message: 'missing',
        data: { model: path, missing: names },
        fixes: added(module, feed, missing),
      };
    }
  },
});

/** Zeros of the declared type and shape, marked in the title as what is to be replaced. */
function added(module: Module, { container, entries }: Feed, missing: readonly ValueInfo[]): Fix[] {
  if (container === null) return [];
  const numpy = numpyIn(module, container.start);
  const values: string[] = [];
  for (const { type } of missing) {
    const dtype = type.kind === 'tensor' ? numpyName(type.elementType) : null;
    if (type.kind !== 'tensor' || dtype === null) return [];
    values.push(`${numpy.name}.zeros(${placeholderShape(type.shape)}, dtype=${numpy.name}.${dtype})`);
  }
  const edits: Edit[] = [...numpy.edits];
  if (container.kind === Kind.Dict) {
    const quote = entries.find((entry) => entry.quote === "'") === undefined ? '"' : "'";
    const items = missing.map(({ name }, i) => `${quote}${name}${quote}: ${values[i]}`).join(', ');
    const last = container.values.at(-1);
    const at = last?.end ?? container.start + 1;
    edits.push({ start: at, end: at, text: last === undefined ? items : `, ${items}` });
  } else {
    if (missing.some(({ name }) => !/^[A-Za-z_]\w*$/.test(name))) return [];
    const items = missing.map(({ name }, i) => `${name}=${values[i]}`).join(', ');
    edits.push(callForm(container, module.source).addKeyword(items));
  }
  return [{ title: `Add ${missing.map(({ name }) => name).join(', ')} as zeros, to be replaced`, edits }];
}
