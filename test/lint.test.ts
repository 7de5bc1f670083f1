// lint: which rules run, severities, suppression, one cause one finding, and that it survives anything.
import assert from 'node:assert/strict';
import { createMemory, type Memory } from '../server/src/analysis/memory';
import { fixAll } from '../server/src/fix';
import { lint } from '../server/src/lint';
import type { Finding, LintSettings, Linted } from '../server/src/lint';
import { withHintsCollapsed, withoutRepeats } from '../server/src/precedence';
import { NO_ENVIRONMENT } from '../server/src/project/environment';
import { rules } from '../server/src/rules';
import type { Rule } from '../server/src/rules/rule';

function lintText(text: string, settings: Partial<LintSettings> = {}): Linted {
  return lint({ kind: 'file', text }, { settings: { rules: {}, ...settings }, environment: NO_ENVIRONMENT });
}

function names(text: string, settings: Partial<LintSettings> = {}): string[] {
  return lintText(text, settings).findings.map(({ rule }) => rule);
}

const NAN = 'import numpy as np\nif x == np.nan:\n    pass\n';
const SPLITS =
  'from sklearn.model_selection import train_test_split\na, b = train_test_split(x)\nc, d = train_test_split(y)\n';

describe('lint: choice and severity', () => {
  it('runs rules of imported libraries only', () => {
    assert.deepEqual(names(NAN), ['nan-equality']);
    assert.deepEqual(names('if x == np.nan:\n    pass\n'), []);
  });
  it('takes severities from the settings', () => {
    assert.equal(lintText(NAN, { rules: { 'nan-equality': 'hint' } }).findings[0]?.severity, 'hint');
    assert.deepEqual(names(NAN, { rules: { 'nan-equality': 'off' } }), []);
  });
  it('lets a report lower the severity, never raise it', () => {
    const load = 'import torch\ntorch.load(path, map_location="cpu")\n';
    assert.equal(lintText(load).findings[0]?.severity, 'hint');
    assert.equal(lintText(load, { rules: { 'unsafe-torch-load': 'error' } }).findings[0]?.severity, 'hint');
    assert.equal(
      lintText(`${load}torch.load(p, map_location="cpu", weights_only=False)\n`, {
        rules: { 'unsafe-torch-load': 'hint' },
      }).findings[0]?.severity,
      'hint',
    );
  });
  it('runs selected rules only, even if they are off', () => {
    assert.deepEqual(names(NAN + SPLITS, { select: ['unseeded-split'] }), ['unseeded-split']);
    assert.equal(
      lintText(NAN, { select: ['nan-equality'], rules: { 'nan-equality': 'off' } }).findings[0]?.severity,
      'error',
    );
  });
  it('returns findings in order of place, as plain data', () => {
    const { findings } = lintText(`${SPLITS}${NAN}`);
    assert.deepEqual(
      [...findings].sort((a, b) => a.start - b.start),
      findings,
    );
    assert.deepEqual(structuredClone(findings), findings);
  });
});

describe('lint: suppression', () => {
  const silenced: [string, string][] = [
    ['behind the line', 'import numpy as np\nif x == np.nan:  # heldout: ignore[nan-equality] a test\n    pass\n'],
    ['on the line above', 'import numpy as np\n# heldout: ignore[nan-equality]\nif x == np.nan:\n    pass\n'],
    [
      'above, with other comments between',
      'import numpy as np\n# heldout: ignore[nan-equality]\n# why not\n\nif x == np.nan:\n    pass\n',
    ],
    ['with several names', 'import numpy as np\ny = x == np.nan  # heldout: ignore[unseeded-split, nan-equality]\n'],
    [
      'at the end of a long statement',
      'import numpy as np\ny = f(\n    x == np.nan,\n    1,\n)  # heldout: ignore[nan-equality]\n',
    ],
    [
      'inside a long statement',
      'import numpy as np\ny = f(\n    x == np.nan,\n    # heldout: ignore[nan-equality]\n    1,\n)\n',
    ],
    [
      'for the whole file',
      '# heldout: ignore-file[nan-equality] generated\nimport numpy as np\ny = x == np.nan\nz = x == np.nan\n',
    ],
    [
      'at the end of the file, for the whole file',
      'import numpy as np\ny = x == np.nan\n# heldout:ignore-file[nan-equality]',
    ],
  ];
  for (const [title, text] of silenced) {
    it(`silences ${title}`, () =>
      assert.deepEqual(
        names(text).filter((name) => name === 'nan-equality'),
        [],
      ));
  }
  const spoken: [string, string][] = [
    ['another line', 'import numpy as np  # heldout: ignore[nan-equality]\ny = x == np.nan\n'],
    ['another rule', 'import numpy as np\ny = x == np.nan  # heldout: ignore[unseeded-split]\n'],
    ['the body of a block', 'import numpy as np\nif c:  # heldout: ignore[nan-equality]\n    y = x == np.nan\n'],
    [
      'only the next of two statements',
      'import numpy as np\n# heldout: ignore[nan-equality]\na = 1\ny = x == np.nan\n',
    ],
    ['nothing by a string', 'import numpy as np\ny = x == np.nan, "# heldout: ignore[nan-equality]"\n'],
    ['nothing without a rule', 'import numpy as np\ny = x == np.nan  # heldout: ignore\n'],
  ];
  for (const [title, text] of spoken) {
    it(`does not silence: ${title}`, () => assert.ok(names(text).includes('nan-equality')));
  }

  it('reports one that silences nothing, and takes it out', () => {
    const cases: [string, string][] = [
      ['import numpy as np\ny = 1  # heldout: ignore[nan-equality] why\n', 'import numpy as np\ny = 1\n'],
      ['import numpy as np\n# heldout: ignore[nan-equality]\ny = 1\n', 'import numpy as np\ny = 1\n'],
      [
        'import numpy as np\ny = x == np.nan  # heldout: ignore[unseeded-split, nan-equality] why\n',
        'import numpy as np\ny = x == np.nan  # heldout: ignore[nan-equality] why\n',
      ],
    ];
    for (const [before, after] of cases) {
      const options = { settings: { rules: {} }, environment: NO_ENVIRONMENT };
      assert.deepEqual(names(before), ['unused-suppression']);
      const { source, linted } = fixAll({ kind: 'file', text: before }, options);
      assert.deepEqual(source, { kind: 'file', text: after });
      assert.deepEqual(linted.findings, []);
    }
  });
  it('names a rule that does not exist', () => {
    const [finding] = lintText('x = 1  # heldout: ignore[nan-equalty]\n').findings;
    assert.equal(finding?.rule, 'unused-suppression');
    assert.match(finding.message, /no rule `nan-equalty`/);
  });
  it('asks for the rule where a comment names none', () => {
    const [finding] = lintText('x = 1  # heldout: ignore because\n').findings;
    assert.match(finding?.message ?? '', /which rule/);
    assert.deepEqual(finding?.fixes, []);
  });
  it('does not call a comment unused whose rule is off', () => {
    const text = 'import numpy as np\ny = 1  # heldout: ignore[nan-equality]\n';
    assert.deepEqual(names(text, { rules: { 'nan-equality': 'off' } }), []);
    assert.deepEqual(names(text, { select: ['unseeded-split'] }), []);
  });
  it('lets the second of repeated hints stand up when the first is silenced', () => {
    const [finding] = lintText(SPLITS.replace('(x)', '(x)  # heldout: ignore[unseeded-split]')).findings;
    assert.equal(finding?.rule, 'unseeded-split');
    assert.deepEqual(finding.related, []);
  });
});

describe('lint: one cause, one finding', () => {
  const finding = (rule: string, start: number, end: number, more: Partial<Finding> = {}): Finding => {
    return {
      rule,
      start,
      end,
      category: 'leakage',
      severity: 'warning',
      message: rule,
      related: [],
      fixes: [],
      ...more,
    };
  };
  it('keeps the stronger of two rules at one place', () => {
    const both = [
      finding('fit-before-split', 0, 10),
      finding('refit-on-test', 4, 8),
      finding('statistic-before-split', 20, 30),
    ];
    assert.deepEqual(
      withoutRepeats(both).map(({ rule }) => rule),
      ['refit-on-test', 'statistic-before-split'],
    );
  });
  it('does not say twice that a split is unseeded', () => {
    const text = `import random\n${SPLITS.split('\n').slice(0, 2).join('\n')}\nrandom.seed(1)\n`;
    assert.deepEqual(names(text), ['partial-seeding']);
    assert.deepEqual(names(text, { rules: { 'partial-seeding': 'off' } }), ['unseeded-split']);
  });
  it('keeps unrelated rules at one place', () => {
    assert.equal(withoutRepeats([finding('nan-equality', 0, 5), finding('fit-before-split', 0, 5)]).length, 2);
  });
  it('collapses repeated hints to the first, with one fix for all', () => {
    const { findings } = lintText(SPLITS);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]!.related.length, 1);
    assert.equal(findings[0]!.fixes[0]!.edits.length, 2);
    assert.match(findings[0]!.fixes[0]!.title, /2 places/);
  });
  it('does not collapse what is above a hint', () => {
    assert.equal(lintText(SPLITS, { rules: { 'unseeded-split': 'warning' } }).findings.length, 2);
  });
  it('wants one import once', () => {
    const edits = [{ start: 0, end: 0, text: 'import copy\n' }];
    const fix = (at: number) => [
      { title: 'Copy', safety: 'safe' as const, edits: [...edits, { start: at, end: at, text: 'x' }] },
    ];
    const hints = [5, 9].map((at) => finding('r', at, at + 1, { severity: 'hint', fixes: fix(at) }));
    assert.equal(withHintsCollapsed(hints)[0]!.fixes[0]!.edits.length, 3);
  });
});

describe('lint: syntax', () => {
  it('reports what does not parse only if asked', () => {
    assert.deepEqual(names('x = (1,\n'), []);
    const [finding] = lintText('x = (1,\n', { syntax: true }).findings;
    assert.deepEqual([finding?.rule, finding?.category, finding?.severity], ['syntax-error', 'syntax', 'error']);
  });
  it('finds the rest of a broken file', () => {
    assert.deepEqual(names('import numpy as np\nx = (1,\ny = x == np.nan\n'), ['nan-equality']);
  });
});

describe('lint: notebooks', () => {
  const cells = [
    { index: 0, text: '%matplotlib inline\nimport numpy as np' },
    { index: 2, text: 'y = x == np.nan' },
  ];
  it('joins the cells, and finds the way back', () => {
    const { findings, notebook } = lint(
      { kind: 'notebook', cells },
      { settings: { rules: {}, select: ['nan-equality'] }, environment: NO_ENVIRONMENT },
    );
    assert.deepEqual(notebook?.locate(findings[0]!.start), { cell: 2, offset: 4 });
  });
  it('gives the same findings with a cache of cells', () => {
    const options = { settings: { rules: {} }, environment: NO_ENVIRONMENT };
    const memory = createMemory();
    lint({ kind: 'notebook', cells }, { ...options, memory });
    const edited = [{ index: 0, text: 'import numpy as np  # edited' }, cells[1]!];
    assert.deepEqual(
      lint({ kind: 'notebook', cells: edited }, { ...options, memory }).findings,
      lint({ kind: 'notebook', cells: edited }, options).findings,
    );
  });
  describe('that ran in another order', () => {
    const program = [
      'import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.preprocessing import StandardScaler',
      'df = pd.read_csv("a.csv")\nX, y = df[["a", "b"]], df["c"]',
      'X = StandardScaler().fit_transform(X)',
      'X_train, X_test, y_train, y_test = train_test_split(X, y)',
      'model = LogisticRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))',
    ];
    const found = (counts: readonly (number | null)[], memory?: Memory): readonly string[] => {
      const ran = program.map((text, index) => ({ index, text, executionCount: counts[index] ?? null }));
      const settings = { rules: {}, select: ['fit-before-split'] };
      const options = { settings, environment: NO_ENVIRONMENT, ...(memory && { memory }) };
      return lint({ kind: 'notebook', cells: ran }, options).findings.map(({ rule }) => rule);
    };
    const FOUND = ['fit-before-split'];
    it('has what both orders have', () => {
      assert.deepEqual(found([1, 2, 3, 4, 5]), FOUND);
      // Scaled after the model was fitted and scored.
      assert.deepEqual(found([1, 2, 6, 4, 5]), []);
    });
    it('has what the shown order has where the other is not known in full', () => {
      assert.deepEqual(found([1, 2, null, 4, 5]), FOUND);
      assert.deepEqual(found([1, 2, 4, 4, 5]), FOUND);
    });
    it('takes cells that ran again for what they were the first time', () => {
      // The imports once more, at the end; and the data, without which nothing above could have run.
      assert.deepEqual(found([9, 2, 3, 4, 5]), FOUND);
      assert.deepEqual(found([1, 9, 3, 4, 5]), FOUND);
    });
    it('has the same with a memory of the last version', () => {
      const memory = createMemory();
      assert.deepEqual(found([1, 2, 6, 4, 5], memory), []);
      assert.deepEqual(found([1, 2, 3, 4, 5], memory), FOUND);
      assert.deepEqual(found([1, 2, 6, 4, 5], memory), []);
    });
  });
  it('fixes inside the cells', () => {
    const { source } = fixAll(
      { kind: 'notebook', cells },
      { settings: { rules: {}, select: ['nan-equality'] }, environment: NO_ENVIRONMENT },
    );
    assert.deepEqual(source, { kind: 'notebook', cells: [cells[0], { index: 2, text: 'y = np.isnan(x)' }] });
  });
});

describe('lint: robustness', () => {
  it('keeps the other findings when a rule throws', () => {
    const broken: Rule = {
      ...rules[0]!,
      name: 'broken',
      libraries: [],
      *check() {
        yield* [];
        throw new Error('planted');
      },
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the list is only read but for this test
    const list = rules as Rule[];
    list.push(broken);
    try {
      const { findings, internalProblems } = lintText(NAN);
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        ['nan-equality'],
      );
      assert.equal(internalProblems.length, 1);
      assert.equal(internalProblems[0]!.where, 'broken');
      assert.match(internalProblems[0]!.message, /planted/);
    } finally {
      list.pop();
    }
  });
  it('lints beginnings of the examples of all rules without an internal problem', () => {
    const all = rules.flatMap(({ examples }) =>
      examples.map((example) => ('bad' in example ? example.bad : example.fine)),
    );
    for (const [i, text] of all.entries()) {
      // Three places of each, a different three for each: inside strings, brackets and blocks.
      for (const part of [3, 5, 8]) {
        const beginning = text.slice(0, Math.floor((text.length * (part + (i % 3) / 3)) / 9));
        assert.deepEqual(lintText(beginning, { syntax: true }).internalProblems, []);
      }
    }
  }).timeout(20_000);
  it('lints nothing', () => assert.deepEqual(lintText('').findings, []));
});
