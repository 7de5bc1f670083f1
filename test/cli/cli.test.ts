// The real command line, dist/cli.js: formats, statuses, fixes, what it says of files it cannot check.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCheckOptions } from '../../server/src/cli/checkOptions';
import { checkOnThreads } from '../../server/src/cli/threads';
import { rules } from '../../server/src/rules';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const cli = path.join(root, 'dist', 'cli.js');

const NAN = 'import numpy as np\nx = 1.0\nmissing = x == np.nan\n';
const UNSAFE = 'import torch\nm = torch.load("m.pt", weights_only=False)\n';

function notebook(...cells: string[]): string {
  const lines = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const json = {
    cells: cells.map((text) => ({
      cell_type: 'code',
      execution_count: null,
      metadata: {},
      outputs: [],
      source: lines(text),
    })),
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(json, null, 1)}\n`;
}

describe('command line', function () {
  this.timeout(20_000);
  let folder: string;

  before(() => assert.ok(existsSync(cli), 'dist/cli.js is not built: run `npm run build`'));
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heldout-cli-')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function run(args: readonly string[], options: { input?: string | Uint8Array; env?: Record<string, string> } = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd: folder,
      encoding: 'utf8',
      input: options.input ?? '',
      env: { PATH: process.env['PATH'], ...options.env },
    });
    return { status, stdout, stderr };
  }
  function write(file: string, content: string | Uint8Array): string {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
    return file;
  }
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const json = (args: readonly string[], input?: string): Record<string, unknown>[] => {
    const parsed: unknown = JSON.parse(
      run(['check', '--format', 'json', ...args], input === undefined ? {} : { input }).stdout,
    );
    assert.ok(Array.isArray(parsed));
    return parsed;
  };

  describe('check', () => {
    it('exits with 0 for no findings, 1 for findings, 0 with --exit-zero', () => {
      write('good.py', 'x = 1\n');
      assert.deepEqual(run(['check']), { status: 0, stdout: 'No findings in 1 file.\n', stderr: '' });
      write('bad.py', NAN);
      assert.equal(run(['check']).status, 1);
      assert.equal(run(['check', 'good.py']).status, 0);
      assert.equal(run(['check', '--exit-zero']).status, 0);
    });

    it('prints place, severity, rule, message, source with carets, fix and a summary', () => {
      write('bad.py', NAN);
      const { stdout, stderr } = run(['check']);
      assert.equal(stderr, '');
      assert.match(stdout, /^bad\.py:3:11 error nan-equality\n {2}\S.+\n/);
      assert.ok(stdout.includes('   3 │ missing = x == np.nan\n     │           ^^^^^^^^^^^\n'), stdout);
      assert.match(stdout, /\n {2}= fix: .+\n\n1 finding in 1 of 1 file: 1 error\. 1 can be fixed with --fix\.\n$/);
    });

    it('colours only where it is wanted', () => {
      write('bad.py', NAN);
      const escape = '\u001B[';
      assert.ok(!run(['check']).stdout.includes(escape));
      assert.ok(run(['check'], { env: { FORCE_COLOR: '1' } }).stdout.includes(escape));
      assert.ok(!run(['check'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout.includes(escape));
    });

    it('marks the right columns below tabs and wide characters, and never prints control characters', () => {
      write('bad.py', 'import numpy as np\nif 1:\n\ts = "日本\u001B[31m"; y = 1 == np.nan\n');
      const { stdout } = run(['check']);
      const [source = '', marks = ''] = stdout.split('\n').slice(2, 4);
      assert.equal(source, '   3 │     s = "日本\u{FFFD}[31m"; y = 1 == np.nan');
      // Two wide characters take two cells more than they are long.
      assert.equal(marks.indexOf('^'), source.indexOf('1 == np.nan') + 2);
    });

    it('prints JSON exactly as documented', () => {
      write('sub/bad.py', NAN);
      const [finding, ...others] = json([]);
      assert.deepEqual(others, []);
      assert.deepEqual(Object.keys(finding ?? {}), [
        'file',
        'rule',
        'category',
        'severity',
        'message',
        'range',
        'related',
        'fix',
      ]);
      assert.equal(finding?.['file'], 'sub/bad.py');
      assert.deepEqual(finding['range'], { start: { line: 3, column: 11 }, end: { line: 3, column: 22 } });
      assert.deepEqual(Object.keys(finding['fix'] ?? {}), ['title', 'safety', 'edits']);
      write('sub/bad.py', '');
      assert.deepEqual(json([]), []);
    });

    it('counts cells from 1 and ranges inside them', () => {
      write('n.ipynb', notebook('import numpy as np\n', '%time\ny = 1 == np.nan'));
      const [finding] = json([]);
      assert.equal(finding?.['cell'], 2);
      assert.deepEqual(finding['range'], { start: { line: 2, column: 5 }, end: { line: 2, column: 16 } });
      assert.match(run(['check']).stdout, /^n\.ipynb cell 2:2:5 error nan-equality\n/);
    });

    it('prints SARIF with rules, places of notebooks in their file, and fixes', () => {
      write('a b.py', NAN);
      write('n.ipynb', notebook('import numpy as np\n', 'y = 1 == np.nan'));
      const log: unknown = JSON.parse(run(['check', '--format', 'sarif']).stdout);
      const text = JSON.stringify(log);
      assert.ok(text.includes('"version":"2.1.0"'));
      assert.ok(text.includes('"uri":"a%20b.py"'));
      const line =
        notebook('import numpy as np\n', 'y = 1 == np.nan')
          .split('\n')
          .findIndex((each) => each.includes('np.nan')) + 1;
      assert.ok(text.includes(`"region":{"startLine":${line},"endLine":${line}}`), text);
      assert.ok(text.includes('"deletedRegion"'));
      assert.ok(text.includes('"name":"cell 2, line 1"'));
    });

    it('prints GitHub annotations with their special characters escaped', () => {
      write('a,b.py', NAN);
      const { stdout } = run(['check', '--format', 'github']);
      assert.match(
        stdout,
        /^::error file=a%2Cb\.py,line=3,endLine=3,col=11,endColumn=22,title=Heldout%3A nan-equality::[^\n]+\n$/,
      );
    });

    it('runs the rules asked for, and says which names are wrong', () => {
      write('bad.py', NAN + UNSAFE);
      assert.deepEqual(
        json(['--select', 'security']).map((each) => each['rule']),
        ['unsafe-torch-load'],
      );
      assert.deepEqual(json(['--ignore', 'security,dataframe']), []);
      const { status, stderr } = run(['check', '--select', 'nan-equalty']);
      assert.equal(status, 2);
      assert.equal(
        stderr,
        'heldout: --select: There is no rule or category `nan-equalty`. Did you mean `nan-equality`?\nSee heldout --help.\n',
      );
    });

    it('reads the settings of the nearest project file, and says what is wrong in it', () => {
      write('bad.py', NAN);
      write('pyproject.toml', '[tool.heldout]\nignore = ["nan-equality"]\nignor = []\n');
      const ignoring = run(['check']);
      assert.equal(ignoring.status, 0);
      assert.equal(
        ignoring.stderr,
        'pyproject.toml:3:1 settings: Heldout has no setting `ignor`. Did you mean `ignore`?\n',
      );
      write('pyproject.toml', '[tool.heldout]\nignore = [\n');
      const broken = run(['check']);
      assert.equal(broken.status, 2);
      assert.match(broken.stderr, /^pyproject\.toml:\d+:\d+ not checked: This is not valid TOML: /);
    });

    it('goes on after files it cannot check, says where and why, and exits with 2', () => {
      write('a.ipynb', '{"cells": [\n  oops');
      write('b.py', new Uint8Array([...new TextEncoder().encode('x = 1\ny = "'), 0xe9, 0x22]));
      write('c.py', NAN);
      const { status, stdout, stderr } = run(['check', '.', 'nowhere.py']);
      assert.equal(status, 2);
      assert.match(stdout, /^c\.py:3:11 error nan-equality/);
      assert.match(stdout, /3 files could not be checked\.\n$/);
      assert.deepEqual(stderr.split('\n'), [
        'a.ipynb:2:3 not checked: The notebook is not valid JSON: invalid symbol.',
        'b.py:2:6 not checked: The file is not UTF-8: it has the byte 0xe9 here. Save it as UTF-8.',
        'nowhere.py not checked: There is no such file or folder.',
        '',
      ]);
    });

    it('tells syntax errors, which the editor leaves to others', () => {
      write('a.py', 'def f(:\n    pass\n');
      assert.deepEqual([...new Set(json([]).map((each) => each['rule']))], ['syntax-error']);
    });

    it('checks standard input under a name', () => {
      write('heldout.toml', 'exclude = ["sub/"]');
      const [finding] = json(['--stdin-filename', 'sub/x.py'], NAN);
      assert.equal(finding?.['file'], 'sub/x.py');
      assert.equal(json(['--stdin-filename', 'x.ipynb'], notebook(NAN))[0]?.['cell'], 1);
      assert.equal(json(['-'], NAN)[0]?.['file'], 'stdin.py');
      assert.equal(run(['check', '--stdin-filename', 'x.py', 'y.py'], { input: NAN }).status, 2);
    });
  });

  describe('fixes', () => {
    it('are made in place: safe ones, with line ends and byte order mark kept', () => {
      write('a.py', `\uFEFF${(NAN + UNSAFE).replaceAll('\n', '\r\n')}`);
      const { status, stdout } = run(['check', '--fix']);
      assert.equal(status, 1);
      assert.match(
        stdout,
        /Fixed 1 finding\. 1 finding in 1 of 1 file: 1 warning\. 1 can be fixed with --fix --unsafe-fixes; look at the result\.\n$/,
      );
      const fixed = read('a.py');
      assert.ok(fixed.startsWith('\uFEFFimport numpy as np\r\n'));
      assert.ok(!/[^\r]\n/.test(fixed), 'all lines still end in CR LF');
      assert.ok(!fixed.includes('== np.nan') && fixed.includes('weights_only=False'));
      assert.equal(run(['check', '--fix', '--unsafe-fixes']).status, 0);
      assert.ok(read('a.py').includes('weights_only=True'));
    });

    it('of notebooks change their cells and nothing else of the file', () => {
      const before = notebook('# é\nimport numpy as np\n', 'y = 1 == np.nan\nz = 2').replace(
        '"nbformat": 4',
        '"odd":  [1,2],\n "nbformat": 4',
      );
      write('n.ipynb', before);
      run(['check', '--fix']);
      const changed = read('n.ipynb').split('\n');
      const lines = before.split('\n');
      const different = changed.filter((line) => !lines.includes(line));
      assert.deepEqual(
        different.map((line) => /pd|isna|isnan|import/.test(line)),
        different.map(() => true),
      );
      assert.ok(different.length > 0 && different.length <= 3, different.join('\n'));
      assert.ok(read('n.ipynb').includes(' "odd":  [1,2],\n'));
    });

    it('are shown as a patch by --diff, and nothing is written', () => {
      write('a.py', NAN);
      const { status, stdout, stderr } = run(['check', '--diff']);
      assert.equal(status, 1);
      assert.match(stdout, /^=+\n--- a\.py\tbefore\n\+\+\+ a\.py\tafter\n@@ /m);
      assert.match(stdout, /^-missing = x == np\.nan$/m);
      assert.match(stderr, /1 finding in 1 of 1 file/);
      assert.equal(read('a.py'), NAN);
    });

    it('of standard input go to standard output, what is left beside it', () => {
      const { status, stdout, stderr } = run(['check', '--fix', '--stdin-filename', 'a.py'], { input: NAN + UNSAFE });
      assert.equal(status, 1);
      assert.ok(stdout.endsWith(UNSAFE) && !stdout.includes('== np.nan'));
      assert.match(stderr, /^a\.py:\d+:\d+ warning unsafe-torch-load/);
    });

    it('of standard input are shown as a patch, with the findings as they are', () => {
      const { stdout, stderr } = run(['check', '--diff', '-'], { input: NAN });
      assert.match(stdout, /^-missing = x == np\.nan$/m);
      assert.match(stderr, /^1 finding in 1 of 1 file: 1 error\./m);
    });

    it('that need a look are only made when asked for together with --fix or --diff', () => {
      const { status, stderr } = run(['check', '--unsafe-fixes']);
      assert.equal(status, 2);
      assert.match(stderr, /needs `--fix`/);
    });
  });

  describe('flow', () => {
    const STUDY = `import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv('d.csv')
X = StandardScaler().fit_transform(df[['a', 'b']])
X_train, X_test, y_train, y_test = train_test_split(X, df['y'], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;

    it('shows splits, fits, evaluations and leaks by line', () => {
      write('a.py', STUDY);
      const { status, stdout } = run(['flow', 'a.py']);
      assert.equal(status, 0);
      const sections = Object.fromEntries(stdout.split(/\n\n/).map((part) => [part.split('\n')[0], part]));
      assert.match(sections['Splits'] ?? '', /line 7: train_test_split of d\.csv/);
      assert.match(sections['Fits'] ?? '', /line 6: StandardScaler .+ on d\.csv$/m);
      assert.match(sections['Evaluations'] ?? '', /line 9: LogisticRegression, score/);
      assert.match(sections['Leaks'] ?? '', /line 6: StandardScaler/);
    });

    it('shows the values of a line, of a cell too', () => {
      write('a.py', STUDY);
      assert.match(run(['flow', 'a.py:8']).stdout, /X_train.*d\.csv/s);
      write('n.ipynb', notebook('import pandas as pd\n', "x = 1\ndf = pd.read_csv('d.csv')"));
      assert.match(run(['flow', 'n.ipynb:2:2']).stdout, /d\.csv/);
      assert.doesNotMatch(run(['flow', 'n.ipynb:2:1']).stdout, /d\.csv/);
    });

    it('says what is wrong with its argument', () => {
      write('a.py', STUDY);
      for (const args of [[], ['a.py', 'b.py'], ['a.py:99'], ['a.py:1:1'], ['none.py']]) {
        const { status, stderr } = run(['flow', ...args]);
        assert.equal(status, 2, args.join(' '));
        assert.notEqual(stderr, '');
      }
    });
  });

  describe('other commands', () => {
    it('rule lists all rules, explains one, and knows the nearest name', () => {
      assert.match(run(['rule']).stdout, /^ {2}nan-equality +error /m);
      assert.match(run(['rule', 'nan-equality']).stdout, /^# nan-equality\n/);
      const { status, stderr } = run(['rule', 'nan-equalit']);
      assert.equal(status, 2);
      assert.match(stderr, /Did you mean `nan-equality`\?/);
    });

    it('say their version and how they are used', () => {
      const { version }: { version: string } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
      assert.deepEqual(run(['--version']), { status: 0, stdout: `heldout ${version}\n`, stderr: '' });
      for (const args of [['--help'], ['check', '--help'], ['-h']]) {
        const { status, stdout } = run(args);
        assert.equal(status, 0);
        assert.match(stdout, /^Usage: heldout <command>/m);
      }
      assert.equal(run([]).status, 2);
    });

    it('that do not exist are told with the nearest one', () => {
      assert.deepEqual(run(['chekc']), {
        status: 2,
        stdout: '',
        stderr: 'heldout: There is no command `chekc`. Did you mean `check`?\nSee heldout --help.\n',
      });
      assert.equal(run(['check', '--frobnicate']).status, 2);
      assert.match(run(['check', '--format', 'jsn']).stderr, /only text, json, sarif, github\. Did you mean `json`\?/);
    });
  });

  describe('on several threads', () => {
    const studies = 30;
    const makeStudies = () => {
      write('pyproject.toml', '[tool.heldout]\nselekt = ["leakage"]\n');
      for (let n = 0; n < studies; n++) {
        const name = String(n).padStart(2, '0');
        if (n % 7 === 3) write(`${name}.ipynb`, notebook('import numpy as np', `y${n} = x == np.nan`));
        else if (n % 7 === 5) write(`${name}.py`, new Uint8Array([0x78, 0xff, 0xfe, 0x0a]));
        else write(`${name}.py`, `${NAN}${'\n'.repeat(n)}z${n} = x == np.nan\n`);
      }
    };

    for (const format of ['text', 'json', 'sarif', 'github'])
      it(`says the same as on one, in the same order: ${format}`, () => {
        makeStudies();
        const one = run(['check', '--format', format, '--jobs', '1']);
        const three = run(['check', '--format', format, '--jobs', '3']);
        assert.deepEqual(three, one);
        assert.ok(one.stdout.length > 1000);
      });

    it('shows the same patch, and mends the same', () => {
      makeStudies();
      const patch = run(['check', '--diff', '--jobs', '3']);
      assert.deepEqual(patch, run(['check', '--diff', '--jobs', '1']));
      assert.ok(patch.stdout.includes('np.isnan'));
      run(['check', '--fix', '--jobs', '3']);
      assert.doesNotMatch(read('00.py'), /== np\.nan/);
    });

    it('has each file checked by a thread', async () => {
      makeStudies();
      const files = ['00.py', '01.py', '05.py', '06.py', '07.py', '08.py', '09.py'].map((file) =>
        path.join(folder, file),
      );
      const options = readCheckOptions([], { rules });
      const said: string[][] = [];
      const never = new AbortController().signal;
      for await (const each of checkOnThreads(cli, 2, files, { options, cwd: folder }, never))
        said.push(each.map(({ method }) => method));
      // The first of each thread tells what is wrong in the project file.
      assert.deepEqual(
        said.map((each) => each.filter((method) => method !== 'projectFile')),
        [['checked'], ['checked'], ['failure'], ['checked'], ['checked'], ['checked'], ['checked']],
      );
      assert.ok(said.some((each) => each.includes('projectFile')));
    });

    it('refuses a number of threads that is none', () => {
      for (const jobs of ['0', '-1', 'many', '1.5', '1000']) {
        const { status, stderr } = run(['check', '.', `--jobs=${jobs}`]);
        assert.equal(status, 2);
        assert.match(stderr, /--jobs takes a whole number from 1 to 64/);
      }
    });
  });
});
