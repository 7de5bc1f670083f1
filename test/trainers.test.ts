// Frameworks that train by themselves: which rules are void where they are used, and which are not.
import assert from 'node:assert/strict';
import { drivingLibraries } from '../server/src/knowledge/trainers';
import { lint } from '../server/src/lint';
import { NO_ENVIRONMENT } from '../server/src/project/environment';
import { rules } from '../server/src/rules';
import { readMarks } from './support/markers';

/** About the order of a loop, modes, gradients and the sharing out of rows: a framework sees to that. */
const VOID = new Set([
  'missing-zero-grad',
  'missing-eval-mode',
  'missing-train-mode',
  'missing-no-grad',
  'retained-graph',
  'step-before-backward',
  'scheduler-before-optimizer',
  'clip-after-step',
  'unscaled-accumulation',
  'stale-optimizer',
  'unshuffled-training-loader',
  'unsharded-distributed-loader',
  'nondeterministic-cuda',
]);
/** What a framework can't mend: the model, the loss, the data. */
const HOLDS = new Set([
  'double-softmax',
  'raw-logits-loss',
  'always-on-dropout',
  'missing-super-init',
  'broadcast-loss',
]);

function found(rule: string, text: string): readonly string[] {
  const settings = { rules: {}, select: [rule] };
  return lint({ kind: 'file', text }, { settings, environment: NO_ENVIRONMENT }).findings.map(
    (finding) => finding.rule,
  );
}

function badExamples(names: ReadonlySet<string>): readonly { readonly rule: string; readonly code: string }[] {
  return rules
    .filter(({ name }) => names.has(name))
    .flatMap(({ name, examples }) =>
      examples.flatMap((example) => ('bad' in example ? [{ rule: name, code: readMarks(example.bad).code }] : [])),
    );
}

describe('where a framework trains', () => {
  it('the rules are there', () => {
    const names = new Set(rules.map(({ name }) => name));
    for (const name of [...VOID, ...HOLDS]) assert.ok(names.has(name), name);
  });
  for (const library of drivingLibraries) {
    it(`${library} sees to the loop`, () => {
      for (const { rule, code } of badExamples(VOID)) {
        assert.notDeepEqual(found(rule, code), [], rule);
        assert.deepEqual(found(rule, `import ${library}\n${code}`), [], rule);
      }
    });
  }
  it('models, losses and data are still looked at', () => {
    for (const { rule, code } of badExamples(HOLDS))
      assert.notDeepEqual(found(rule, `import lightning\n${code}`), [], rule);
  });
  it('a trainer that seeds covers what is drawn after it was made', () => {
    const text = (order: readonly string[]): string =>
      ['import random', 'import torch', 'from transformers import Trainer', 'random.seed(3)', ...order].join('\n');
    const draw = 'weights = torch.randn(3)';
    assert.deepEqual(found('partial-seeding', text([draw])), ['partial-seeding']);
    assert.deepEqual(found('partial-seeding', text(['trainer = Trainer(model=model)', draw])), []);
    assert.deepEqual(found('partial-seeding', text([draw, 'trainer = Trainer(model=model)'])), ['partial-seeding']);
  });
});
