// What the disk says about a source file: the nearest project file, what is ignored, the walk and its limits, models.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mergeSettings } from '../../server/src/config/merge';
import type { Names } from '../../server/src/config/schema';
import { createProject, type Project } from '../../server/src/project/project';
import { walk } from '../../server/src/project/walk';

const names: Names = {
  rules: [{ name: 'unseeded-split', category: 'reproducibility', severity: 'hint', summary: '' }],
};

describe('project', () => {
  let root: string;
  let project: Project;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'heldout-project-')));
    project = createProject(names);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const at = (...parts: string[]) => path.join(root, ...parts);
  function write(file: string, text = ''): string {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
    return at(file);
  }
  const settingsOf = (file: string) => project.settingsOf(file, [], []).settings;
  const walked = (...paths: string[]) => {
    const steps = [
      ...project.walk(
        paths.map((each) => at(each)),
        settingsOf,
      ),
    ];
    return steps.map((step) => ('file' in step ? path.relative(root, step.file) : `! ${step.problem.message}`));
  };

  describe('settings', () => {
    it('come from the nearest project file of the file, and heldout.toml wins over pyproject.toml beside it', () => {
      write('pyproject.toml', '[tool.heldout]\nignore = ["unseeded-split"]');
      write('inner/pyproject.toml', '[project]\nname = "no table of ours"');
      write('other/pyproject.toml', '[tool.heldout]\nignore = ["unseeded-split"]');
      write('other/heldout.toml', '[rules]\nunseeded-split = "error"');
      assert.deepEqual(settingsOf(write('inner/deep/a.py')).lint.rules, { 'unseeded-split': 'off' });
      assert.deepEqual(settingsOf(write('other/a.py')).lint.rules, { 'unseeded-split': 'error' });
    });

    it('stay as they were while the file is broken, and say so', () => {
      const file = write('a.py');
      const toml = write('pyproject.toml', '[tool.heldout]\nignore = ["unseeded-split"]');
      assert.deepEqual(settingsOf(file).lint.rules, { 'unseeded-split': 'off' });
      writeFileSync(toml, '[tool.heldout]\nignore = [');
      project.recheck();
      assert.deepEqual(settingsOf(file).lint.rules, { 'unseeded-split': 'off' });
      assert.equal(project.files.of(file)?.broken, true);
      assert.equal(project.files.of(file)?.problems.length, 1);
      writeFileSync(toml, '[tool.heldout]\nselect = []');
      project.recheck();
      assert.deepEqual(settingsOf(file).lint.rules, {});
    });
  });

  describe('what is checked', () => {
    it('leaves out other people’s code, whatever the settings say', () => {
      write('env/pyvenv.cfg');
      for (const file of [
        '.venv/lib/a.py',
        'x/node_modules/a.py',
        'lib/site-packages/a.py',
        'env/a.py',
        'lib/python3.12/os.py',
      ]) {
        const full = write(file);
        assert.notEqual(project.notChecked(full, settingsOf(full)), null, file);
      }
      const own = write('src/data/a.py');
      assert.equal(project.notChecked(own, settingsOf(own)), null);
    });

    it('leaves out what git ignores, by nested files and with exceptions', () => {
      mkdirSync(at('.git/info'), { recursive: true });
      writeFileSync(at('.git/info/exclude'), 'scratch.py\n');
      write('.gitignore', 'build/\n*_gen.py\n!keep_gen.py\n');
      write('sub/.gitignore', 'local.py\n!b_gen.py\n');
      const expected: Record<string, boolean> = {
        'build/a.py': true,
        'build/keep_gen.py': true,
        'a_gen.py': true,
        'keep_gen.py': false,
        'sub/local.py': true,
        'sub/b_gen.py': false,
        'local.py': false,
        'scratch.py': true,
        'builds.py': false,
      };
      for (const [file, ignored] of Object.entries(expected))
        assert.equal(project.ignored.byGit(at(file)), ignored, file);
    });

    it('asks git’s files only inside a repository', () => {
      write('.gitignore', '*.py');
      assert.equal(project.ignored.byGit(write('a.py')), false);
    });

    it('checks ignored files where the settings say so', () => {
      mkdirSync(at('.git'));
      write('.gitignore', '*.py');
      const file = write('a.py');
      assert.equal(project.notChecked(file, settingsOf(file)), 'git ignores it');
      write('heldout.toml', 'respect-gitignore = false');
      project.recheck();
      assert.equal(project.notChecked(file, settingsOf(file)), null);
    });

    it('excludes by patterns relative to the project file, of files and folders', () => {
      write('heldout.toml', 'exclude = ["old/", "*_pb2.py", "/top.py"]');
      for (const [file, checked] of [
        ['old/a.py', false],
        ['src/x_pb2.py', false],
        ['top.py', false],
        ['src/top.py', true],
      ] as const) {
        const full = write(file);
        assert.equal(project.notChecked(full, settingsOf(full)) === null, checked, file);
      }
    });
  });

  describe('walk', () => {
    it('yields Python files and notebooks by name, each once, without what is left out', () => {
      mkdirSync(at('.git'));
      write('.gitignore', 'ignored.py');
      write('heldout.toml', 'exclude = ["old/"]');
      for (const file of [
        'b.py',
        'a.ipynb',
        'c.txt',
        'ignored.py',
        'old/x.py',
        'sub/d.pyw',
        'wandb/e.py',
        '.venv/f.py',
      ])
        write(file);
      assert.deepEqual(walked('.', 'b.py'), ['a.ipynb', 'b.py', 'sub/d.pyw']);
    });

    it('takes paths that are given even if they are ignored or called otherwise', () => {
      mkdirSync(at('.git'));
      write('.gitignore', '*');
      write('a.py');
      write('script');
      assert.deepEqual(walked('a.py', 'script', 'a.py'), ['a.py', 'script']);
    });

    it('does not follow links to folders, so that a loop ends', () => {
      write('sub/a.py');
      symlinkSync(root, at('sub/loop'));
      symlinkSync(at('sub/a.py'), at('link.py'));
      assert.deepEqual(walked('.'), ['link.py', 'sub/a.py']);
    });

    it('says what is not there', () => {
      assert.deepEqual(walked('nowhere'), ['! There is no such file or folder.']);
    });

    it('takes the files of a folder of data, but does not enter its subfolders', () => {
      for (const file of ['data/a.py', 'data/1', 'data/2', 'data/3', 'data/sub/b.py', 'src/c.py']) write(file);
      const options = { skipFolder: () => false, skipFile: () => false, dataFolderEntries: 4 };
      const files = [...walk([root], options)].map((step) => ('file' in step ? path.relative(root, step.file) : step));
      assert.deepEqual(files, ['data/a.py', 'src/c.py']);
    });

    it('stops at its cap with a message', () => {
      for (const file of ['a/1.py', 'b/1.py', 'c/1.py', 'd/1.py']) write(file);
      const options = { skipFolder: () => false, skipFile: () => false, maxEntries: 6 };
      const steps = [...walk([root], options)];
      assert.deepEqual(steps.slice(0, 2), [{ file: at('a/1.py') }, { file: at('b/1.py') }]);
      const last = steps.at(-1);
      assert.equal(steps.length, 3);
      assert.match(last !== undefined && 'problem' in last ? last.problem.message : '', /^Stopped after 6 files/);
    });
  });

  describe('models', () => {
    it('are looked for beside the file, in the project’s root, then in the fallback', () => {
      const file = write('src/a.py');
      mkdirSync(at('.git'));
      const environment = project.environmentOf(file, at('other'));
      assert.deepEqual(environment.model('m.onnx'), { state: 'missing', path: at('src/m.onnx'), expected: false });
      for (const place of ['other/m1.onnx', 'm2.onnx', 'src/m3.onnx']) {
        write(place, 'no model');
        const found = environment.model(path.basename(place));
        assert.equal(found.state, 'unreadable');
        assert.equal(found.state === 'unreadable' && found.path, at(place));
      }
    });

    it('are read again when the file changes', () => {
      const file = write('a.py');
      const model = write('m.onnx', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n');
      const first = project.environmentOf(file, null).model('m.onnx');
      assert.match(first.state === 'unreadable' ? first.reason : '', /LFS/i);
      writeFileSync(model, '');
      utimesSync(model, new Date(), new Date(Date.now() + 5000));
      project.recheck();
      const second = project.environmentOf(file, null).model('m.onnx');
      assert.doesNotMatch(second.state === 'unreadable' ? second.reason : 'LFS', /LFS/i);
    });

    it('are never asked for over the network, nor are other files opened', () => {
      const environment = project.environmentOf(write('a.py'), null);
      for (const written of [String.raw`\\host\share\m.onnx`, '//host/m.onnx', '/etc/passwd', 'a.py']) {
        assert.deepEqual(environment.model(written), { state: 'unknown' });
      }
    });
  });

  it('merges the editor’s exclusions with the project’s', () => {
    const editor = { origin: 'editor', values: { exclude: ['a.py'] }, folder: root };
    write('heldout.toml', 'exclude = ["b.py"]');
    const { settings } = project.settingsOf(write('a.py'), [editor], []);
    assert.equal(project.notChecked(at('a.py'), settings), 'the setting `exclude` leaves it out');
    assert.equal(project.notChecked(at('b.py'), settings), 'the setting `exclude` leaves it out');
    assert.equal(project.notChecked(at('c.py'), mergeSettings([editor], names)), null);
  });
});
