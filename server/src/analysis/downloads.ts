// Data from elsewhere: which values and files come out of the network or from a user of a program.
import { BinaryOperator, Kind } from './syntax';
import type { Call, Expr } from './syntax';
import type { Module } from './module';
import { literalPath } from './paths';

const DEPTH = 12;
/** Give a path, a response or bytes from elsewhere, with what to call it. */
const SOURCES: readonly (readonly [RegExp, string])[] = [
  [/^huggingface_hub\.(?:\w+\.)*(hf_hub_download|snapshot_download|cached_download)$/, 'the Hugging Face hub'],
  [
    /^(urllib\.request\.(urlopen|urlretrieve)|urllib2?\.urlopen|requests\.(get|post|request)|httpx\.(get|post))$/,
    'the network',
  ],
  [/^(wget\.download|gdown\.download|(tensorflow\.)?keras\.utils\.get_file|pooch\.retrieve)$/, 'a download'],
  [/^streamlit\.(sidebar\.)?file_uploader$/, 'an upload'],
];
/** Put what they fetch at a path: the function, and the place of the path. */
const WRITES: Readonly<Record<string, number>> = {
  'urllib.request.urlretrieve': 1,
  'torch.hub.download_url_to_file': 1,
  'gdown.download': 1,
  'wget.download': 1,
};
/** With one of these, what arrives is held against a known sum. */
const CHECKED = new Set(['known_hash', 'file_hash', 'hash_prefix', 'md5_hash', 'revision']);
/** What wraps a file or its bytes. */
const WRAPPERS =
  /^(builtins\.open|io\.(BytesIO|open)|gzip\.(open|decompress|GzipFile)|bz2\.(open|BZ2File)|lzma\.open|zipfile\.ZipFile|os\.path\.(join|expanduser|abspath)|pathlib\.Path|builtins\.str|base64\.b64decode|smart_open\.open|fsspec\.open)$/;

/** Where a value comes from, in words, if it surely comes from outside this program and its files; null otherwise. */
export function foreignOrigin(module: Module, expr: Expr, depth = 0): string | null {
  if (depth > DEPTH) return null;
  const at = module.definition(expr);
  if (at !== expr) return foreignOrigin(module, at, depth + 1);
  const text = module.stringOf(at);
  if (text !== null) return /^(https?|ftp):\/\//.test(text) ? 'a URL' : writtenByDownload(module, at);
  if (at.kind === Kind.Name) return ofName(module, at, depth + 1) ?? writtenByDownload(module, at);
  if (at.kind === Kind.Attribute) return ofAttribute(module, at, depth + 1);
  if (at.kind === Kind.Subscript) return foreignOrigin(module, at.value, depth + 1);
  if (at.kind === Kind.BinOp && (at.op === BinaryOperator.Div || at.op === BinaryOperator.Add))
    return foreignOrigin(module, at.left, depth + 1);
  return at.kind === Kind.Call ? ofCall(module, at, depth + 1) : null;
}

function ofCall(module: Module, call: Call, depth: number): string | null {
  const name = module.qualifiedName(call.func);
  if (name !== null) {
    const source = SOURCES.find(([pattern]) => pattern.test(name))?.[1];
    if (source !== undefined) return isChecked(module, call) ? null : source;
    const [first] = call.args;
    return first !== undefined && WRAPPERS.test(name) ? foreignOrigin(module, first, depth) : null;
  }
  if (call.func.kind !== Kind.Attribute) return null;
  return /^(read|getvalue|getbuffer|open|joinpath|read_bytes|extractall)$/.test(call.func.attr)
    ? foreignOrigin(module, call.func.value, depth)
    : null;
}

function ofAttribute(module: Module, at: Extract<Expr, { kind: Kind.Attribute }>, depth: number): string | null {
  // Flask's and Django's uploads.
  if (/^(files|FILES)$/.test(at.attr) && module.qualifiedName(at) === 'flask.request.files') return 'an upload';
  return /^(content|raw|text|body|data)$/.test(at.attr) ? foreignOrigin(module, at.value, depth) : null;
}

/** `with open(path) as f`, `path, headers = urlretrieve(url)`. */
function ofName(module: Module, name: Extract<Expr, { kind: Kind.Name }>, depth: number): string | null {
  const [binding, ...others] = module.scopes.reaching(name);
  const parent = binding === undefined || others.length > 0 ? null : module.parent(binding.node);
  if (parent?.kind === Kind.WithItem) return foreignOrigin(module, parent.contextExpr, depth);
  const statement = parent?.kind === Kind.Tuple ? module.parent(parent) : null;
  return statement?.kind === Kind.Assign ? foreignOrigin(module, statement.value, depth) : null;
}

/** A path that a download of this file writes to. */
function writtenByDownload(module: Module, path: Expr): string | null {
  const own = literalPath(module, path) ?? module.textOf(path);
  for (const call of module.callsTo(...Object.keys(WRITES))) {
    const place = WRITES[call.qualifiedName]!;
    const target = call.argument(place, null) ?? call.argument(null, 'output') ?? call.argument(null, 'filename');
    if (target === null || isChecked(module, call.node)) continue;
    if ((literalPath(module, target) ?? module.textOf(target)) === own) return 'a download';
  }
  return null;
}

function isChecked(module: Module, call: Call): boolean {
  return call.keywords.some(({ arg, value }) => arg !== null && CHECKED.has(arg) && module.textOf(value) !== 'None');
}
