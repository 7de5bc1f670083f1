// Model files that the code loads by a path that is written out, and what in the same file says that it may come later.
import { Kind, walk } from '../syntax';
import type { Call, Expr, Node } from '../syntax';
import type { Module } from '../module';
import { literalPath } from '../paths';
import { MODEL_LOADERS } from '../../knowledge/onnx';
import { isWrittenHere } from './sessions';

export interface ModelLoad {
  readonly call: Call;
  /** The path where it is given. */
  readonly at: Expr;
  readonly path: string;
}

/** Loads of a path known through constants alone: an argument may be filled by others. */
export function modelLoads(module: Module): readonly ModelLoad[] {
  const loads: ModelLoad[] = [];
  for (const call of module.callsTo(...Object.keys(MODEL_LOADERS))) {
    const { position, keyword } = MODEL_LOADERS[call.qualifiedName]!;
    const at = call.argument(position, keyword);
    const path = at === null ? null : literalPath(module, at);
    if (at !== null && path !== null && /\.(?:onnx|ort)$/i.test(path)) loads.push({ call: call.node, at, path });
  }
  return [...loads, ...hubLoads(module)].sort((a, b) => a.at.start - b.at.start);
}

/** `ORTModelFor….from_pretrained("./folder", file_name="model.onnx")`: a folder that is no name on the hub. */
function hubLoads(module: Module): readonly ModelLoad[] {
  return module.methodCalls('from_pretrained').flatMap((call) => {
    const name = module.qualifiedName(call.receiver) ?? '';
    const folder = call.argument(0, 'model_id');
    const file = module.stringOf(call.argument(null, 'file_name'));
    const path = name.startsWith('optimum.onnxruntime.ORT') && folder !== null ? literalPath(module, folder) : null;
    if (folder === null || file === null || path === null || !/^\.\.?\//.test(path)) return [];
    return [{ call: call.node, at: folder, path: `${path.replace(/\/$/, '')}/${file}` }];
  });
}

/** Calls that may bring a file: exports, downloads, programs. By their last name, in libraries that are not about pictures or tables. */
const BRINGS =
  /^(?:export\w*|\w*export|\w*download\w*|urlretrieve|save_model|save_pretrained|save_onnx|extractall|unpack_archive|quantize\w*|optimize_model|to_onnx|convert_\w+|from_keras|from_function|SerializeToString|system|Popen|check_call|check_output|copyfile|copytree|copy2|wget|snapshot|fetch\w*|pull\w*|ensure\w*|getenv)$/;
const BRINGS_BY_NAME =
  /^(?:subprocess\.|shutil\.|urllib\.|requests\.|huggingface_hub\.|gdown\.|wget\.|kagglehub\.|onnx\.save|onnx\.hub\.|zipfile\.|tarfile\.|boto3\.|mlflow\.)/;

/** Whether this file may bring the model itself, or foresees that it is not there. */
export function mayComeLater(module: Module, { path, at }: ModelLoad): boolean {
  if (isWrittenHere(module, path)) return true;
  if (module.scopes.calls.some((call) => brings(module, call))) return true;
  if (module.notebook !== null && /^\s*[!%]/m.test(module.source)) return true;
  return isForeseen(module, at) || isMentionedElsewhere(module, path);
}

function brings(module: Module, call: Call): boolean {
  const name = module.qualifiedName(call.func);
  if (name !== null && BRINGS_BY_NAME.test(name)) return true;
  const last = call.func.kind === Kind.Attribute ? call.func.attr : call.func.kind === Kind.Name ? call.func.id : '';
  return BRINGS.test(last);
}

/** Under a condition or in a `try`: the code has another way. */
function isForeseen(module: Module, at: Node): boolean {
  return module.enclosing(at, Kind.If, Kind.IfExp, Kind.Try, Kind.BoolOp) !== null;
}

/** The file's name in another text than those that are loaded: it is downloaded, tested for, or written there. */
function isMentionedElsewhere(module: Module, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const loaded = new Set<Expr>();
  for (const load of modelLoads(module)) if (load.path === path) collectTexts(module, load.at, loaded);
  return module.all(Kind.Str).some((text) => !loaded.has(text) && module.textOf(text).includes(name));
}

/** The literals a path is made of. */
function collectTexts(module: Module, expr: Expr, found: Set<Expr>, depth = 0): void {
  walk(module.definition(expr), (node) => {
    if (node.kind === Kind.Str) found.add(node);
    if (node.kind === Kind.Name && depth < 6 && module.definition(node) !== node)
      collectTexts(module, node, found, depth + 1);
    return true;
  });
}
