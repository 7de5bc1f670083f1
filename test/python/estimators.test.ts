// The tables about scikit-learn's estimators against the real library: parameters, their versions, options that exclude
// each other.
import assert from 'node:assert/strict';
import { addedParameters, estimatorClasses } from '../../server/src/knowledge/estimatorParameters';
import { worksUnfitted } from '../../server/src/knowledge/estimators';
import { incompatibleOptions } from '../../server/src/knowledge/incompatibleOptions';
import type { Combination } from '../../server/src/knowledge/incompatibleOptions';
import { describeWithPython } from './python';

interface Answer {
  readonly unlisted: readonly string[];
  readonly notAdded: readonly string[];
  readonly unfitted: readonly string[];
  readonly outcomes: Readonly<Record<string, string>>;
}

const LITERALS: Readonly<Record<string, string>> = { given: '1', fraction: '0.5', name: 'y' };

/** Python that makes an estimator with these options and fits it; every value of every option once, defaults left out. */
function codes({ of, options, defaults }: Combination, change: Readonly<Record<string, string>> = {}): string[] {
  return of.flatMap((owner) => {
    const cut = owner.lastIndexOf('.');
    const [module, name] = [owner.slice(0, cut), owner.slice(cut + 1)];
    const longest = Math.max(...Object.values(options).map((values) => values.length));
    return Array.from({ length: longest }, (_, i) => {
      const given = Object.entries({
        ...options,
        ...Object.fromEntries(Object.entries(change).map(([k, v]) => [k, [v]])),
      })
        .filter(([option, values]) => values.length > 1 || values[0] !== defaults[option])
        .map(([option, values]) => `${option}=${literal(values[i] ?? values[0]!)}`);
      const head = `from ${module} import ${name}\n`;
      if (name === 'train_test_split') return `${head}${name}(X, y, ${given.join(', ')})`;
      const made = `${name}(${given.join(', ')})`;
      return name.endsWith('KFold') || name === 'TimeSeriesSplit' ? head + made : `${head}${made}.fit(X, y)`;
    });
  });
}

function literal(value: string): string {
  return LITERALS[value] ?? value;
}

describeWithPython('knowledge of estimators', ['sklearn'], (python) => {
  const rejected = incompatibleOptions.flatMap((combination) =>
    'affinity' in combination.options ? [] : codes(combination),
  );
  const cured = incompatibleOptions.flatMap((combination) =>
    combination.change === undefined || 'affinity' in combination.options || 'metric' in combination.options
      ? []
      : codes(combination, combination.change),
  );
  let answer: Answer;

  before(() => {
    const input = JSON.stringify({
      classes: Object.fromEntries(estimatorClasses()),
      added: addedParameters(),
      unfitted: [...worksUnfitted],
      codes: [...rejected, ...cured],
    });
    const { status, output, errors } = python(['check_estimators.py'], __dirname, { input });
    assert.equal(status, 0, errors);
    answer = JSON.parse(output);
  });

  it('knows every parameter of every class it lists', () => assert.deepEqual(answer.unlisted, []));
  it('tells the version that brought a parameter as the class does', () => assert.deepEqual(answer.notAdded, []));
  it('knows which estimators need no fit', () => assert.deepEqual(answer.unfitted, []));
  it('says of options that they reject each other only where they do', () => {
    assert.ok(rejected.length > 60, `${rejected.length} combinations`);
    assert.deepEqual(
      // A value that is invalid on its own would prove nothing.
      rejected.filter((code) => !/^raised (?!InvalidParameter)/.test(answer.outcomes[code]!)),
      [],
    );
  });
  it('cures them', () => {
    const raised = cured.filter((code) => answer.outcomes[code] !== 'ran');
    assert.deepEqual(
      raised.map((code) => `${code}\n${answer.outcomes[code]}`),
      [],
    );
  });
});
