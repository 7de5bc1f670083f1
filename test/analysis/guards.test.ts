// Guards: which code foresees that an API may not be there.
import assert from 'node:assert/strict';
import { createModule } from '../../server/src/analysis/createModule';
import { isGuarded } from '../../server/src/analysis/guards';
import { parse } from '../../server/src/analysis/syntax';
import { NO_ENVIRONMENT } from '../../server/src/project/environment';

/** Whether the place of `HERE` in the code is guarded. */
function guarded(code: string): boolean {
  const module = createModule({ source: code, syntax: parse(code), notebook: null }, NO_ENVIRONMENT);
  const start = code.indexOf('HERE');
  return isGuarded(module, { start, end: start + 'HERE'.length });
}

describe('analysis/guards', () => {
  const cases: [title: string, code: string, expected: boolean][] = [
    ['an import with a second way', 'try:\n    from a import HERE\nexcept ImportError:\n    pass\n', true],
    ['the second way', 'try:\n    from b import x\nexcept ImportError:\n    from a import HERE as x\n', true],
    ['several errors', 'try:\n    HERE()\nexcept (KeyError, AttributeError) as e:\n    pass\n', true],
    ['any error', 'try:\n    HERE()\nexcept:\n    pass\n', true],
    ['an error of another kind', 'try:\n    HERE()\nexcept FileNotFoundError:\n    pass\n', false],
    ['what follows in any case', 'try:\n    f()\nexcept ImportError:\n    pass\nfinally:\n    HERE()\n', false],
    ['behind the try', 'try:\n    import a\nexcept ImportError:\n    pass\nHERE()\n', false],
    ['a version', "if np.__version__ < '2':\n    HERE()\n", true],
    [
      'the other branch of a version',
      "if Version(np.__version__) >= Version('2'):\n    f()\nelse:\n    HERE()\n",
      true,
    ],
    ['an attribute', "x = HERE() if hasattr(np, 'x') else 1\n", true],
    ['an attribute, in one condition', "ok = hasattr(np, 'x') and HERE()\n", true],
    ['types only', 'if TYPE_CHECKING:\n    HERE\n', true],
    ['never', 'if False:\n    HERE()\n', true],
    ['another condition', 'if train:\n    HERE()\n', false],
    ['the condition itself', 'if HERE:\n    f()\n', false],
    ['a test of the failure', 'with pytest.raises(AttributeError):\n    HERE()\n', true],
    ['a file', "with open('a') as f:\n    HERE()\n", false],
    ['in a function', 'def f():\n    try:\n        HERE()\n    except TypeError:\n        pass\n', true],
  ];
  for (const [title, code, expected] of cases) it(title, () => assert.equal(guarded(code), expected));
});
