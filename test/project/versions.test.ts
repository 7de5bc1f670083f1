// The version of a library as each kind of file states it, and which file wins.
import assert from 'node:assert/strict';
import type { VersionEvidence } from '../../server/src/knowledge/versions';
import { namesVersions, readVersions } from '../../server/src/project/versions';

function versionIn(files: Readonly<Record<string, string>>, library: string): VersionEvidence {
  return readVersions(Object.entries(files).map(([name, text]) => ({ name, text })))(library);
}

function told(evidence: VersionEvidence): string {
  if (evidence.state === 'unknown') return 'unknown';
  return evidence.state === 'exact' ? evidence.version : evidence.specifier.replaceAll(' ', '');
}

describe('project/versions', () => {
  const cases: [title: string, library: string, file: string, text: string, expected: string][] = [
    ['a pinned requirement', 'pandas', 'requirements.txt', 'numpy\npandas==1.5.3  # as in the paper\n', '1.5.3'],
    [
      'extras, markers and hashes',
      'xgboost',
      'requirements.txt',
      'xgboost[dask] == 2.1.4 ; python_version > "3.9" \\\n  --hash=sha256:12',
      '2.1.4',
    ],
    ['a range', 'pandas', 'requirements-dev.txt', 'pandas >=1.5, <3', '>=1.5,<3'],
    ['a name alone', 'pandas', 'requirements.txt', 'pandas', 'unknown'],
    ['an address', 'pandas', 'requirements.txt', 'pandas @ git+https://example.org/p.git@v1.0', 'unknown'],
    [
      'another package with the name inside',
      'pandas',
      'requirements.txt',
      'geopandas==1.0\npandas-stubs==2.0',
      'unknown',
    ],
    ['underscores and case', 'scikit-learn', 'requirements.txt', 'Scikit_Learn==1.1.0', '1.1.0'],
    ['pyproject', 'numpy', 'pyproject.toml', '[project]\ndependencies = ["numpy>=1.20,<2", "pandas"]', '>=1.20,<2'],
    ['an extra', 'torch', 'pyproject.toml', '[project.optional-dependencies]\ngpu = ["torch==2.6.0"]', '2.6.0'],
    [
      'a group',
      'torch',
      'pyproject.toml',
      '[dependency-groups]\ndev = [{include-group = "x"}, "torch==2.6.0"]',
      '2.6.0',
    ],
    ['Poetry', 'numpy', 'pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.9"\nnumpy = "^1.20"', '^1.20'],
    [
      'Poetry, in a table',
      'numpy',
      'pyproject.toml',
      '[tool.poetry.group.ml.dependencies]\nnumpy = { version = "1.26.4", optional = true }',
      '1.26.4',
    ],
    [
      'uv',
      'numpy',
      'uv.lock',
      'version = 1\n\n[[package]]\nname = "numpy"\nversion = "2.1.0"\nsource = { registry = "x" }',
      '2.1.0',
    ],
    [
      "Poetry's lock",
      'numpy',
      'poetry.lock',
      '[[package]]\nname = "numpy"\nversion = "1.24.4"\ndescription = "name = \\"pandas\\""',
      '1.24.4',
    ],
    ["Pipenv's lock", 'pandas', 'Pipfile.lock', '{"default": {"pandas": {"version": "==1.1.5"}}}', '1.1.5'],
    ['Pipenv', 'numpy', 'Pipfile', '[packages]\npandas = "*"\nnumpy = ">=1.2"', '>=1.2'],
    [
      'Conda',
      'pandas',
      'environment.yml',
      'dependencies:\n  - python=3.9\n  - conda-forge::pandas=1.5.3=py39h\n',
      '1.5.3',
    ],
    ['Conda, two parts', 'pandas', 'environment.yaml', 'dependencies:\n  - pandas=1.5', '=1.5'],
    ['pip below Conda', 'numpy', 'environment.yml', 'dependencies:\n  - pip:\n    - numpy==1.26.0', '1.26.0'],
    [
      'setup.cfg',
      'numpy',
      'setup.cfg',
      '[options]\ninstall_requires =\n    numpy>=1.20\n    pandas\n\n[flake8]\nmax-line = 3',
      '>=1.20',
    ],
    ['setup.cfg, other lists', 'numpy', 'setup.cfg', '[tool]\nother =\n    numpy==1.20', 'unknown'],
  ];
  for (const [title, library, file, text, expected] of cases) {
    it(`reads ${title}`, () => assert.equal(told(versionIn({ [file]: text }, library)), expected));
  }

  it('believes a lock more than a range, a pin more than a range, and names the file', () => {
    const files = {
      'pyproject.toml': '[project]\ndependencies = ["numpy>=1.20"]',
      'uv.lock': '[[package]]\nname = "numpy"\nversion = "2.1.0"',
      'requirements.txt': 'pandas>=1',
      'requirements-lock.txt': 'pandas==2.0.0',
    };
    assert.deepEqual(versionIn(files, 'numpy'), { state: 'exact', version: '2.1.0', from: 'uv.lock' });
    assert.deepEqual(versionIn(files, 'pandas'), { state: 'exact', version: '2.0.0', from: 'requirements-lock.txt' });
  });

  it('takes the oldest of several locked versions', () => {
    const entry = (version: string): string => `[[package]]\nname = "numpy"\nversion = "${version}"\n\n`;
    assert.equal(told(versionIn({ 'uv.lock': entry('2.3.0') + entry('2.2.6') }, 'numpy')), '2.2.6');
  });

  it('knows which files to ask for', () => {
    const files =
      'requirements.txt requirements-dev.txt uv.lock poetry.lock Pipfile Pipfile.lock environment.yml pyproject.toml setup.cfg';
    for (const name of files.split(' ')) assert.ok(namesVersions(name), name);
    for (const name of ['README.md', 'package-lock.json', 'setup.py', 'my-requirements.txt.bak'])
      assert.ok(!namesVersions(name), name);
  });

  it('says nothing of broken files', () => {
    for (const name of [
      'pyproject.toml',
      'Pipfile',
      'Pipfile.lock',
      'uv.lock',
      'requirements.txt',
      'environment.yml',
      'setup.cfg',
    ]) {
      assert.equal(told(versionIn({ [name]: '[[[ {"numpy": [\nname = \n- - -' }, 'numpy')), 'unknown', name);
    }
  });
});
