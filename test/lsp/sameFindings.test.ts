// The editor and the command line find the same, byte for byte: on the samples, all examples of all rules, all cases.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DiagnosticSeverity, type Diagnostic, type Range } from 'vscode-languageserver-protocol';
import type { JsonFinding } from '../../server/src/cli/format/json';
import { dataOf } from '../../server/src/lsp/diagnostics';
import { readNotebook } from '../../server/src/project/notebookFile';
import { rules } from '../../server/src/rules';
import { cellsOf } from '../support/markers';
import { fileUri, root, startEditor, type TestEditor } from './client';

/** Programs by file name. Notebooks are written out as such. */
function programs(): Map<string, string> {
  const found = new Map<string, string>();
  const add = (name: string, code: string, notebook: boolean) => {
    found.set(notebook ? `${name}.ipynb` : `${name}.py`, notebook ? notebookJson(code) : code);
  };
  for (const rule of rules) {
    for (const [index, example] of rule.examples.entries()) {
      const texts = 'fine' in example ? [example.fine] : [example.bad, example.good ?? ''];
      for (const [variant, text] of texts.entries())
        add(`${rule.name}-${index}-${variant}`, text, example.notebook === true);
    }
  }
  const cases = path.join(root, 'test', 'cases');
  for (const category of existsSync(cases) ? readdirSync(cases) : []) {
    for (const file of readdirSync(path.join(cases, category)).filter((name) => name.endsWith('.py'))) {
      const code = readFileSync(path.join(cases, category, file), 'utf8');
      add(`${category}-${file.replace(/\.py$/, '')}`, code, file.endsWith('.notebook.py'));
    }
  }
  return found;
}

function notebookJson(code: string): string {
  const cells = cellsOf(code).map(({ text }) => ({ cell_type: 'code', metadata: {}, outputs: [], source: text }));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
}

/** What `check --format json` finds in the folder, without syntax errors, which an editor leaves to others. */
function commandLine(folder: string): JsonFinding[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'dist', 'cli.js'), 'check', '--format', 'json'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  assert.equal(stderr, '');
  const findings: JsonFinding[] = JSON.parse(stdout);
  return findings.filter(({ category }) => category !== 'syntax');
}

/** What the editor shows for a file, put as the command line puts it. */
async function editorsView(editor: TestEditor, folder: string, file: string): Promise<JsonFinding[]> {
  const uri = fileUri(path.join(folder, file));
  const text = readFileSync(path.join(folder, file), 'utf8');
  if (!file.endsWith('.ipynb')) {
    await editor.open(uri, text);
    return editor.diagnostics(uri).map((diagnostic) => asJson(diagnostic, file, () => null, null));
  }
  const notebook = readNotebook(text);
  assert.ok('cells' in notebook);
  // Cells of other kinds keep their place.
  const cells = Array.from({ length: (notebook.cells.at(-1)?.index ?? -1) + 1 }, (_, index) => {
    const cell = notebook.cells.find((each) => each.index === index);
    return cell === undefined ? { text: '', language: 'markdown' } : { text: cell.text };
  });
  await editor.openNotebook(uri, cells);
  const uris = editor.cells(uri);
  const numberOf = (cell: string) => uris.indexOf(cell) + 1;
  return uris.flatMap((cell) => editor.diagnostics(cell).map((each) => asJson(each, file, numberOf, numberOf(cell))));
}

const SEVERITIES: Readonly<Record<number, string>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'hint',
};

function asJson(
  diagnostic: Diagnostic,
  file: string,
  numberOf: (uri: string) => number | null,
  cell: number | null,
): JsonFinding {
  const place = (inCell: number | null, { start, end }: Range) => ({
    ...(inCell === null ? {} : { cell: inCell }),
    range: {
      start: { line: start.line + 1, column: start.character + 1 },
      end: { line: end.line + 1, column: end.character + 1 },
    },
  });
  const { code, message, severity, relatedInformation = [] } = diagnostic;
  assert.ok(typeof code === 'string' && typeof message === 'string');
  const fix = dataOf(diagnostic)?.fixes[0];
  return {
    file,
    rule: code,
    category: rules.find(({ name }) => name === code)?.category ?? 'suppression',
    severity: SEVERITIES[severity ?? 0] ?? '',
    message,
    ...place(cell, diagnostic.range),
    related: relatedInformation.map(({ location, message: said }) => {
      assert.ok(typeof said === 'string');
      return { file, ...place(numberOf(location.uri), location.range), message: said };
    }),
    ...(fix && {
      fix: {
        title: fix.title,
        safety: fix.safety,
        edits: fix.documents.flatMap(({ uri, edits }) =>
          edits.map(({ range, newText }) => ({ ...place(numberOf(uri), range), newText })),
        ),
      },
    }),
  };
}

describe('editor and command line', function () {
  this.timeout(120_000);
  let folder: string;
  let editor: TestEditor;

  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heldout-same-')));
    editor = await startEditor({ folders: [folder] });
  });
  after(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('find the same, byte for byte', async () => {
    const texts = programs();
    for (const [name, text] of texts) writeFileSync(path.join(folder, name), text);
    cpSync(path.join(root, 'samples'), path.join(folder, 'samples'), { recursive: true });

    const fromCommandLine = commandLine(folder);
    const samples = readdirSync(path.join(folder, 'samples')).filter((name) => /\.(?:py|ipynb)$/.test(name));
    const files = [...texts.keys(), ...samples.map((name) => `samples/${name}`)];
    for (const file of files) {
      const shown = await editorsView(editor, folder, file);
      const expected = fromCommandLine.filter((finding) => finding.file === file);
      assert.equal(JSON.stringify(shown, null, 2), JSON.stringify(expected, null, 2), file);
    }
    const found = fromCommandLine.length;
    assert.ok(found > rules.length / 2, `only ${found} findings in ${files.length} files: nothing is compared`);
  });
});
