// Arrays: the element type and shape that NumPy, PyTorch and others really give, and silence where they leave room for doubt.
import assert from 'node:assert/strict';
import { createModule } from '../../../server/src/analysis/createModule';
import { arrayFacts } from '../../../server/src/analysis/onnx/arrays';
import { parse } from '../../../server/src/analysis/syntax';
import { NO_ENVIRONMENT } from '../../../server/src/project/environment';
import { ARRAYS, PRELUDE } from './arrayCases';

/** `numpy float64 [2, ?]` of the argument of `HERE(…)`; `unknown`. */
export function factsOf(code: string): string {
  const module = createModule({ source: code, syntax: parse(code), notebook: null }, NO_ENVIRONMENT);
  const call = module.scopes.calls.find((each) => module.textOf(each.func) === 'HERE');
  assert.ok(call?.args[0] !== undefined, 'the code calls HERE(…)');
  const facts = arrayFacts(module, call.args[0]);
  if (facts === null) return 'unknown';
  const shape = facts.shape === null ? '?' : `[${facts.shape.map((size) => size ?? '?').join(', ')}]`;
  return `${facts.library} ${facts.dtype ?? '?'} ${shape}`;
}

describe('analysis/onnx/arrays', () => {
  for (const [code, expected] of ARRAYS) {
    const title = code.trim().replaceAll(/\s*\n\s*/g, '; ');
    it(`${title}: ${expected}`, () => {
      const lines = code.trim().split('\n');
      const last = lines.pop()!;
      assert.equal(factsOf([PRELUDE, ...lines, `HERE(${last})`].join('\n')), expected);
    });
  }

  it('are not known after an update of what may be a number, or in a branch', () => {
    const after = (code: string) => factsOf(`import numpy as np\n${code}\nHERE(x)\n`);
    assert.equal(after('x = np.float32(3)\nx += 1.5'), 'unknown');
    assert.equal(after('x = 3\nx += 1.5'), 'unknown');
    assert.equal(after('x = [1, 2]\nx += [3]'), 'unknown');
    assert.equal(after('x = np.zeros((2, 3), np.float32)\nx @= np.ones((3, 3))'), 'unknown');
    assert.equal(after('x = np.zeros((2, 3), np.float32)\nif wide:\n    x = np.ones(3)\nx /= 2'), 'unknown');
  });

  it('do not take an argument from the method of another object', () => {
    const code = (receiver: string) =>
      `import numpy as np\nclass A:\n    def predict(self, x):\n        HERE(x)\n${receiver}.predict(np.zeros(3))`;
    assert.equal(factsOf(code('A()')), 'numpy float64 [3]');
    assert.equal(factsOf(code('other')), 'unknown');
  });

  it('comes to an end whatever refers to what', () => {
    assert.equal(
      factsOf('import numpy as np\nx = np.zeros(3)\nfor i in r:\n    x = x + y\n    y = x\nHERE(x)'),
      'unknown',
    );
    assert.equal(factsOf('def f(x):\n    return f(x)\nHERE(f(1))'), 'unknown');
    assert.equal(factsOf('x = [x]\nHERE(x)'), 'python ? ?');
    const deep = `${'('.repeat(300)}1.0${' + 1)'.repeat(300)}`;
    assert.doesNotThrow(() => factsOf(`HERE(${deep})`));
  });
});
