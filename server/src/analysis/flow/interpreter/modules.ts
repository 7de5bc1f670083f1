// Modules of the workspace: files that the program imports are followed once, and what they define is used as if it stood here.
import { parse, type Module } from '../../syntax';
import type { Span } from '../../text';
import { NOWHERE } from '../imported/image';
import type { ImportedFile, Scope, Value } from '../value';
import { Completion, inFile, placeOf, type Run } from './run';

type ModuleValue = Extract<Value, { kind: 'module' }>;

/** Beyond so many, and in files longer than that, imports are unknown. */
const MAX_MODULES = 12;
const MAX_LENGTH = 100_000;
/** Modules that import modules. */
const MAX_DEPTH = 4;
/** Of the steps that are left for the program, the part that its modules may take. */
const MODULES_SHARE = 0.3;
/** What that is at most. */
const MOST_STEPS = 30_000;

/** Never files of the workspace, in practice: not looked for. */
const INSTALLED =
  /^(numpy|pandas|sklearn|scipy|torch|torchvision|tensorflow|keras|matplotlib|seaborn|xgboost|lightgbm|catboost|statsmodels|os|sys|re|json|math|time|random|datetime|collections|itertools|functools|typing|pathlib|argparse|warnings|logging|pickle|copy|gc|glob|IPython|tqdm|PIL|cv2|joblib|imblearn|transformers|datasets|plotly|nltk|__future__)(\.|$)/;

interface Wanted {
  /** `features.text`; empty in `from . import features`. */
  readonly name: string;
  /** How many folders up: the dots of a relative import. */
  readonly level: number;
  readonly at: Span;
}

/** The module of that name beside the file that imports it; null where there is none. */
export function moduleNamed(run: Run, { name, level, at }: Wanted): ModuleValue | null {
  if (level === 0 && INSTALLED.test(name)) return null;
  const folder = level > 1 ? '../'.repeat(level - 1) : './';
  const path = name.replaceAll('.', '/');
  const from = run.file?.path ?? null;
  const candidates = path === '' ? [`${folder}__init__.py`] : [`${folder}${path}.py`, `${folder}${path}/__init__.py`];
  for (const candidate of candidates) {
    const file = run.files.find(candidate, from);
    if (file !== null) return follow(run, file, at);
  }
  return null;
}

/** `%run helpers.py`: as if its text stood here. */
export function runFile(run: Run, path: string, at: Span): void {
  const file = run.files.find(path, run.file?.path ?? null);
  if (file !== null && file.itself !== true && file.text.length <= MAX_LENGTH)
    inFile(run, file, placeOf(run, at), () => run.execute(treeOf(file).body));
}

/** Code held in a text: as if it stood there. */
export function runText(run: Run, text: string, at: Span): void {
  const file: ImportedFile = { path: `text@${run.sites.of(at)}`, text };
  if (text.length <= MAX_LENGTH) inFile(run, file, at, () => run.execute(treeOf(file).body));
}

function follow(run: Run, file: ImportedFile, at: Span): ModuleValue | null {
  if (file.itself === true) return null;
  const known = run.store.read(run.modules, file.path);
  if (known !== undefined) return known;
  const deep = depth(run);
  const room = MAX_MODULES - run.modules.entries.size;
  if (file.text.length > MAX_LENGTH || room <= 0 || deep >= MAX_DEPTH) return null;
  const name = nameOf(file);
  const place = placeOf(run, at);
  const cost = Math.floor(run.budget * MODULES_SHARE);
  const wanted = { file, name, at: run.outside ?? place, cost, depth: MAX_DEPTH - deep, count: room };
  const alone = (own: Run, scope: Scope): void => runTop(own, file, scope, NOWHERE);
  const copy = run.images?.adopt(run, wanted, { budget: MOST_STEPS, depth: MAX_DEPTH, run: alone }) ?? null;
  const scope = copy ?? run.store.scope(null);
  const value: ModuleValue = { kind: 'module', scope, name };
  if (copy === null) {
    // Before it is followed: two modules may import each other.
    run.store.put(run.modules, file.path, value);
    run.store.bind(scope, '__name__', { kind: 'const', value: name });
    const budget = run.budget;
    run.budget = cost;
    runTop(run, file, scope, place);
    run.budget = budget - (cost - Math.max(0, run.budget));
  }
  return value;
}

/** As it is called by its file: the same for all that import it. */
function nameOf({ path }: ImportedFile): string {
  const parts = path.replace(/\.py$/, '').split(/[\\/]/);
  if (parts.at(-1) === '__init__') parts.pop();
  return parts.at(-1) ?? '';
}

/** Runs the text of a module, told of `at`. */
function runTop(run: Run, file: ImportedFile, scope: Scope, at: Span): void {
  const outer = run.frame;
  run.frame = {
    fn: null,
    caller: outer,
    scope,
    returned: undefined,
    yielded: [],
    control: run.influences.none,
    pending: [],
  };
  inFile(run, file, at, () => {
    for (const statement of treeOf(file).body) if (run.execute([statement]) === Completion.Raise) break;
  });
  run.frame = outer;
}

function depth(run: Run): number {
  let count = 0;
  for (let frame: Run['frame'] | null = run.frame; frame !== null; frame = frame.caller)
    if (frame.fn === null && frame.scope.parent === null && frame.scope !== run.globals) count++;
  return count;
}

/** Trees of files that were imported last: several programs import the same ones. */
const trees = new Map<string, Module>();
const MAX_TREES = 64;

function treeOf({ text }: ImportedFile): Module {
  let tree = trees.get(text);
  if (tree === undefined) {
    tree = parse(text).tree;
    trees.set(text, tree);
    const [oldest] = trees.keys();
    if (trees.size > MAX_TREES && oldest !== undefined) trees.delete(oldest);
  }
  return tree;
}
