// ordered-validation-split: the last rows become the validation set, and rows lie class by class.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr, For } from '../../analysis/syntax';
import { kerasNames } from '../../analysis/kerasModels';
import { localNameOf } from '../../analysis/locals';
import type { MethodCall, Module } from '../../analysis/module';
import { insertBefore, statementOf } from '../../analysis/statements';
import type { Span } from '../../analysis/text';
import { callsNamed, namesWithin } from '../../analysis/mentions';
import type { Fix } from '../rule';
import { rule } from '../rule';

const JOINS = new Set(['numpy.concatenate', 'numpy.hstack', 'numpy.append', 'numpy.r_']);
const SAME_VALUE = /^numpy\.(zeros|ones|full)$/;

export default rule({
  name: 'ordered-validation-split',
  category: 'training',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['keras', 'tensorflow', 'tf_keras'],
  summary: 'validation_split takes the last rows, and the rows lie class by class',
  docs: `
\`fit(validation_split=0.2)\` takes "the last samples in the x and y data provided, before shuffling"
([Model.fit](https://keras.io/api/models/model_training_apis/#fit-method)). Where rows were put together class by class, these
are all of one class, which training hardly or never sees: the validation score says nothing, and early stopping stops by it.
`,
  silent: `
- Anything in the file shuffles, permutes, samples or splits rows.
- The order of the rows is not evident: only labels that are written as blocks, or filled in a loop over the classes, count.
- \`validation_split\` is 0, or hidden in \`**options\`.
`,
  messages: {
    ordered:
      '`validation_split` takes the last rows, and `{labels}` lies class by class: the validation set is of one class that training hardly sees. Shuffle `{rows}` and `{labels}` together before',
  },
  examples: [
    {
      title: 'labels in two blocks',
      bad: `
import numpy as np
import keras
X = np.concatenate([cats, dogs])
y = np.concatenate([np.zeros(len(cats)), np.ones(len(dogs))])
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy")
model.fit(X, y, epochs=5, validation_split=0.2)
#                         ^^^^^^^^^^^^^^^^^^^^`,
      good: `
import numpy as np
import keras
X = np.concatenate([cats, dogs])
y = np.concatenate([np.zeros(len(cats)), np.ones(len(dogs))])
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy")
order = np.random.default_rng(42).permutation(len(X))
X, y = X[order], y[order]
model.fit(X, y, epochs=5, validation_split=0.2)`,
    },
    {
      title: 'filled folder by folder',
      bad: `
import os
import numpy as np
import keras
images, labels = [], []
for number, folder in enumerate(["cats", "dogs"]):
    for name in sorted(os.listdir(folder)):
        images.append(keras.utils.load_img(os.path.join(folder, name)))
        labels.append(number)
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy")
model.fit(np.array(images), np.array(labels), validation_split=0.2)
#                                             ^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'shuffled before, or an order that is not known',
      fine: `
import numpy as np
import keras
X = np.concatenate([cats, dogs])
y = np.concatenate([np.zeros(len(cats)), np.ones(len(dogs))])
order = np.random.default_rng(0).permutation(len(X))
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy")
model.fit(X[order], y[order], validation_split=0.2)`,
    },
    {
      title: 'rows as they come',
      fine: `
import keras
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy")
model.fit(X_train, y_train, validation_split=0.2)`,
    },
  ],
  *check(module) {
    if (callsNamed(module, /shuffle$|permut|^(sample|train_test_split|choice)$/)) return;
    for (const fit of module.methodCalls('fit')) {
      const split = fit.node.keywords.find(({ arg }) => arg === 'validation_split');
      const labels = fit.argument(1, 'y');
      const rows = fit.argument(0, 'x');
      if (split === undefined || labels === null || rows === null || fit.hidden) continue;
      if (Number(module.textOf(split.value)) === 0) continue;
      const block = blocksOf(module, labels);
      if (block === null) continue;
      const related = [{ start: block.start, end: block.end, message: 'Labels are put together class by class' }];
      const data = { labels: module.textOf(labels), rows: module.textOf(rows) };
      yield { at: split, message: 'ordered', data, related, fixes: fixesOf(module, fit, rows, labels) };
    }
  },
});

/** Where labels are put together class by class; null if that is not evident. */
function blocksOf(module: Module, labels: Expr, depth = 0): Span | null {
  const made = module.definition(labels);
  if (depth > 4) return null;
  if (made.kind === Kind.BinOp) return areBlocks(module, [made.left, made.right]) ? made : null;
  if (made.kind === Kind.Name) return filledByClass(module, made.id);
  if (made.kind === Kind.List) return filledByClass(module, labels.kind === Kind.Name ? labels.id : '');
  if (made.kind !== Kind.Call) return null;
  const name = module.qualifiedName(made.func) ?? '';
  const [first] = made.args;
  if (first === undefined) return null;
  if (JOINS.has(name)) {
    const parts = first.kind === Kind.List || first.kind === Kind.Tuple ? first.elts : made.args;
    return areBlocks(module, parts) ? made : null;
  }
  const converts = /^numpy\.(array|asarray)$/.test(name) || kerasNames('utils.to_categorical').includes(name);
  return converts ? blocksOf(module, first, depth + 1) : null;
}

/** Two or more blocks of one value each: `np.zeros(n)`, `[0] * n`. */
function areBlocks(module: Module, parts: readonly Expr[]): boolean {
  return parts.length > 1 && parts.every((part) => isBlock(module, module.definition(part)));
}

function isBlock(module: Module, part: Expr): boolean {
  if (part.kind === Kind.Call) return SAME_VALUE.test(module.qualifiedName(part.func) ?? '');
  const [list] = part.kind === Kind.BinOp ? [part.left, part.right].filter(({ kind }) => kind === Kind.List) : [];
  return list?.kind === Kind.List && list.elts.length === 1;
}

/** The outer loop over classes of `for label …: for file …: labels.append(label)`. */
function filledByClass(module: Module, list: string): Span | null {
  const fills = module
    .methodCalls('append')
    .filter(({ receiver }) => receiver.kind === Kind.Name && receiver.id === list);
  const [fill, ...others] = fills;
  const value = fill?.node.args[0];
  if (fill === undefined || others.length > 0 || value?.kind !== Kind.Name) return null;
  const inner = module.enclosing(fill.node, Kind.For);
  const outer = inner === null ? null : module.enclosing(inner, Kind.For);
  if (inner === null || outer === null || binds(module, inner, value.id) || !isOverClasses(module, outer, value.id))
    return null;
  return fill.node;
}

function binds(module: Module, loop: For, name: string): boolean {
  return namesWithin(module, loop.target, name);
}

/** The appended value is the number of the round, or what the loop goes over. */
function isOverClasses(module: Module, loop: For, name: string): boolean {
  const listed: Call | null = loop.iter.kind === Kind.Call ? loop.iter : null;
  const counts = listed !== null && module.qualifiedName(listed.func) === 'builtins.enumerate';
  return binds(module, loop, name) && (counts || loop.target.kind === Kind.Name);
}

function fixesOf(module: Module, fit: MethodCall, rows: Expr, labels: Expr): Fix[] {
  const statement = statementOf(module, fit.node);
  const numpy = localNameOf(module, 'numpy', fit.node.start);
  const areArrays = [rows, labels].every((each) => {
    const made = module.definition(each);
    if (each.kind !== Kind.Name || made.kind !== Kind.Call) return false;
    return (module.qualifiedName(made.func) ?? '').startsWith('numpy.');
  });
  if (statement === null || numpy === null || !areArrays || module.scopes.named('order').length > 0) return [];
  const [x, y] = [module.textOf(rows), module.textOf(labels)];
  const edit = insertBefore(module, statement, `order = ${numpy}.random.default_rng(42).permutation(len(${x}))`);
  const second = insertBefore(module, statement, `${x}, ${y} = ${x}[order], ${y}[order]`);
  return [{ title: 'Shuffle the rows before', edits: [{ ...edit, text: edit.text + second.text }] }];
}
