// Other parsers of Python that a JavaScript program can load: what ours is measured against. They are installed by
// `npm run bench` beside this file, not with the project.
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as TreeSitter from 'web-tree-sitter';

// The bundle lies in a folder of this one, so its packages are found from there.
const require = createRequire(import.meta.url);

/** A parser to be timed on a source. */
export interface Rival {
  readonly name: string;
  readonly parse: (source: string) => void;
}

export interface TreeSitterPython {
  parse(source: string): TreeSitter.Tree;
}

export async function loadTreeSitter(): Promise<TreeSitterPython> {
  const { Parser, Language } = await import('web-tree-sitter');
  await Parser.init();
  const grammar = path.join(
    path.dirname(require.resolve('tree-sitter-python/package.json')),
    'tree-sitter-python.wasm',
  );
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return {
    parse(source) {
      const tree = parser.parse(source);
      if (tree === null) throw new Error('tree-sitter gave no tree');
      return tree;
    },
  };
}

/** A node of tree-sitter as a plain object: what an analysis would work on. */
export interface PlainNode {
  readonly type: string;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  readonly children: PlainNode[];
}

export function toPlainObjects(tree: TreeSitter.Tree): PlainNode {
  const cursor = tree.walk();
  const make = (): PlainNode => ({
    type: cursor.nodeType,
    field: cursor.currentFieldName,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
  });
  const root = make();
  const open = [root];
  let goesDown = true;
  while (open.length > 0) {
    if (goesDown && cursor.gotoFirstChild()) {
      // The first child of what is open last.
    } else if (cursor.gotoNextSibling()) open.pop();
    else {
      open.pop();
      goesDown = false;
      if (!cursor.gotoParent()) break;
      continue;
    }
    goesDown = true;
    const node = make();
    open.at(-1)?.children.push(node);
    open.push(node);
  }
  cursor.delete();
  return root;
}

/** Functions and classes as tree-sitter sees them: name and where the name begins. */
export function treeSitterDefinitions(parser: TreeSitterPython, source: string): { name: string; at: number }[] {
  const tree = parser.parse(source);
  const found: { name: string; at: number }[] = [];
  for (const definition of tree.rootNode.descendantsOfType(['function_definition', 'class_definition'])) {
    const name = definition?.childForFieldName('name');
    if (name) found.push({ name: name.text, at: name.startIndex });
  }
  tree.delete();
  return found;
}

/** ruff, compiled to WASM: it gives findings only, so its time includes a few rules. */
export async function loadRuff(): Promise<Rival> {
  const { Workspace, PositionEncoding } = await import('@astral-sh/ruff-wasm-nodejs');
  const workspace = new Workspace({ lint: { select: ['PD', 'NPY', 'F'] } }, PositionEncoding.Utf16);
  return { name: 'ruff (WASM), with rules PD, NPY, F', parse: (source) => void workspace.check(source) };
}
