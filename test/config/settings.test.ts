// Settings: reading what is written, problems at their place, and which layer wins.
import assert from 'node:assert/strict';
import { mergeSettings, type Layer } from '../../server/src/config/merge';
import { editorSchema, projectSchema, settings, type Names } from '../../server/src/config/schema';
import { nearest } from '../../server/src/config/suggest';
import { readProjectFile } from '../../server/src/config/toml';
import { readEditorSettings, type SettingValues } from '../../server/src/config/values';

const names: Names = {
  rules: [
    { name: 'fit-before-split', category: 'leakage', severity: 'warning', summary: '' },
    { name: 'refit-on-test', category: 'leakage', severity: 'warning', summary: '' },
    { name: 'unseeded-split', category: 'reproducibility', severity: 'hint', summary: '' },
    { name: 'unstratified-split', category: 'leakage', severity: 'off', summary: '' },
  ],
};

/** The text a problem points at, and what it says. */
function problemsIn(text: string, kind: 'pyproject' | 'heldout' = 'pyproject'): [string, string][] {
  return readProjectFile(text, kind, names).problems.map(({ start, end, message }) => [
    text.slice(start, end),
    message,
  ]);
}

function merge(...layers: (SettingValues & { origin?: string; refines?: boolean })[]) {
  const asLayers = layers.map(({ origin = 'editor', refines = false, ...values }): Layer => ({
    origin,
    refines,
    values,
  }));
  return mergeSettings(asLayers, names);
}

describe('project settings', () => {
  it('reads [tool.heldout] of a pyproject.toml and all of a heldout.toml', () => {
    const inner = 'select = ["leakage"]\nrespect-gitignore = false\n';
    const expected = { select: ['leakage'], respectGitignore: false };
    assert.deepEqual(
      readProjectFile(`[project]\nname = "x"\n[tool.heldout]\n${inner}`, 'pyproject', names).values,
      expected,
    );
    assert.deepEqual(readProjectFile(inner, 'heldout', names).values, expected);
  });

  it('leaves a pyproject.toml alone that has no table of ours, even a broken one', () => {
    assert.deepEqual(readProjectFile('[project\nname', 'pyproject', names), {
      values: null,
      problems: [],
      ours: false,
    });
    assert.equal(readProjectFile('[project]\nname = "heldout-tests"', 'pyproject', names).ours, false);
  });

  it('puts a syntax error at its place and keeps no values', () => {
    const text = '[tool.heldout]\nselect = ["leakage"\nignore = []\n';
    const content = readProjectFile(text, 'pyproject', names);
    assert.equal(content.values, null);
    assert.deepEqual(problemsIn(text), [
      [
        'ignore = []',
        'This is not valid TOML: expected comma or end of structure. The settings read last stay in force.',
      ],
    ]);
  });

  it('reports unknown keys, rules and severities where they stand, with the nearest known name', () => {
    const text = `
[tool.ruff]
selct = ["E"]
[tool.heldout]
selct = ["leakage"]
ignore = ["unseeded-split", "refit-on-tset"]
exclude = "build"
[tool.heldout.rules]
fit-before-splitt = "off"
unseeded-split = "warn"
`;
    assert.deepEqual(problemsIn(text), [
      ['selct', 'Heldout has no setting `selct`. Did you mean `select`?'],
      ['refit-on-tset', 'There is no rule or category `refit-on-tset`. Did you mean `refit-on-test`?'],
      ['exclude', '`exclude` must be a list of patterns, each a text.'],
      ['fit-before-splitt', 'There is no rule `fit-before-splitt`. Did you mean `fit-before-split`?'],
      [
        'unseeded-split',
        'The severity of `unseeded-split` must be one of "error", "warning", "information", "hint", "off".',
      ],
    ]);
    // The second key of that name is the one in our table.
    assert.equal(readProjectFile(text, 'pyproject', names).problems[0]?.start, text.lastIndexOf('selct'));
  });

  it('places problems in dotted keys, inline tables and quoted keys', () => {
    assert.deepEqual(
      problemsIn('tool.heldout.rules.nope = "off"').map(([at]) => at),
      ['tool.heldout.rules.nope'],
    );
    assert.deepEqual(
      problemsIn('[tool]\nheldout = { rules = { nope = "off" } }').map(([at]) => at),
      ['nope'],
    );
    assert.deepEqual(
      problemsIn('"rules" = 3', 'heldout').map(([at]) => at),
      ['"rules"'],
    );
  });

  it('keeps what is right beside what is wrong', () => {
    const { values } = readProjectFile(
      'ignore = ["nope", "leakage"]\nrules = { unseeded-split = "error", nope = "off" }',
      'heldout',
      names,
    );
    assert.deepEqual(values, { ignore: ['leakage'], rules: { 'unseeded-split': 'error' } });
  });
});

describe('editor settings', () => {
  it('reads nested keys and passes over what it does not know', () => {
    const { values, problems } = readEditorSettings(
      { enable: false, onnx: { nodePath: '/bin/node' }, trace: { server: 'off' } },
      names,
    );
    assert.deepEqual(values, { enable: false, 'onnx.nodePath': '/bin/node' });
    assert.deepEqual(problems, []);
  });

  it('says what is wrong and keeps the rest', () => {
    const { values, problems } = readEditorSettings({ enable: 'yes', select: ['unseeded-split'] }, names);
    assert.deepEqual(values, { select: ['unseeded-split'] });
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['`enable` must be true or false.'],
    );
  });
});

describe('merging', () => {
  it('takes defaults where nobody says anything', () => {
    const merged = merge();
    assert.deepEqual(merged.lint, { rules: {}, syntax: false });
    assert.equal(merged.enable, true);
    assert.equal(merged.origins['enable'], 'default');
  });

  it('lets the project choose alone, and merges severities rule by rule', () => {
    const merged = merge(
      {
        select: ['reproducibility'],
        ignore: ['refit-on-test'],
        rules: { 'fit-before-split': 'hint', 'refit-on-test': 'error' },
      },
      { origin: 'pyproject.toml', select: ['leakage'], rules: { 'fit-before-split': 'error' } },
    );
    assert.deepEqual(merged.lint.select, ['fit-before-split', 'refit-on-test']);
    assert.deepEqual(merged.lint.rules, { 'fit-before-split': 'error', 'refit-on-test': 'error' });
    assert.equal(merged.origins['rules.fit-before-split'], 'pyproject.toml');
    assert.equal(merged.origins['rules.refit-on-test'], 'editor');
  });

  it('turns ignored rules off, by name and by category; a rule selected by name outlives its category', () => {
    assert.deepEqual(merge({ ignore: ['reproducibility'] }).lint.rules, { 'unseeded-split': 'off' });
    assert.deepEqual(merge({ select: ['fit-before-split'], ignore: ['leakage'] }).lint.rules, {
      'refit-on-test': 'off',
      'unstratified-split': 'off',
    });
  });

  it('wakes a rule that is selected by its name, not by its category', () => {
    assert.deepEqual(merge({ select: ['unstratified-split'] }).lint.rules, { 'unstratified-split': 'information' });
    assert.deepEqual(merge({ select: ['leakage'] }).lint.rules, {});
    assert.deepEqual(merge({ select: ['unstratified-split'], rules: { 'unstratified-split': 'off' } }).lint.rules, {
      'unstratified-split': 'off',
    });
  });

  it('refines the project with the command line', () => {
    const project = {
      origin: 'pyproject.toml',
      ignore: ['unseeded-split'],
      rules: { 'refit-on-test': 'off' },
    } as const;
    const ignoring = merge(project, { origin: 'command line', refines: true, ignore: ['fit-before-split'] });
    assert.deepEqual(ignoring.lint.rules, {
      'refit-on-test': 'off',
      'unseeded-split': 'off',
      'fit-before-split': 'off',
    });
    const selecting = merge(project, {
      origin: 'command line',
      refines: true,
      select: ['unseeded-split', 'refit-on-test'],
    });
    assert.deepEqual(selecting.lint.select, ['refit-on-test', 'unseeded-split']);
    assert.deepEqual(selecting.lint.rules, { 'refit-on-test': 'warning' });
  });
});

describe('schemas', () => {
  it('cover every setting', () => {
    assert.deepEqual(
      Object.keys(editorSchema(names)),
      settings.map(({ key }) => `heldout.${key}`),
    );
    const { properties } = projectSchema(names);
    assert.deepEqual(Object.keys(properties ?? {}), ['select', 'ignore', 'rules', 'exclude', 'respect-gitignore']);
  });
});

describe('did you mean', () => {
  it('finds the nearest name, and none where nothing is near', () => {
    assert.equal(nearest('fit-befor-split', ['fit-before-split', 'refit-on-test']), 'fit-before-split');
    assert.equal(nearest('lekaage', ['leakage']), 'leakage');
    assert.equal(nearest('something-else', ['leakage', 'fit-before-split']), null);
  });
});
