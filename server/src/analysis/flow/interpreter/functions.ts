// Functions of the file: made with their scope and defaults, and followed into at each call.
import { Kind, ParamKind, type FunctionDef, type Lambda } from '../../syntax';
import type { ClassValue, FunctionValue, Value } from '../value';
import { NONE, UNKNOWN, type Arguments } from '../value';
import { Completion, inFile, list, type Frame, type Run } from './run';

const MAX_CALLS = 7;
const MAX_RECURSION = 1;

export function makeFunction(run: Run, node: FunctionDef | Lambda, owner: ClassValue | null = null): Value {
  const defaults = new Map<string, Value>();
  for (const param of node.params)
    if (param.defaultValue !== null) defaults.set(param.name, run.evaluate(param.defaultValue));
  const name = node.kind === Kind.Lambda ? 'lambda' : node.name;
  return { kind: 'function', fn: { node, name, scope: run.frame.scope, defaults, owner, file: run.file } };
}

/** Runs the body with the arguments bound. Too deep, it is an unknown call. */
export function callFunction(run: Run, fn: FunctionValue, args: Arguments, self: Value | null): Value {
  const nested = run.calls.length;
  if (nested >= MAX_CALLS || recursion(run, fn) > MAX_RECURSION || run.budget <= 0) return UNKNOWN;
  if (fn.file === null) run.store.put(run.records.called, fn.node, true);
  const scope = run.store.scope(fn.scope);
  const outer = run.frame;
  const frame: Frame = {
    fn,
    caller: outer,
    scope,
    returned: undefined,
    yielded: [],
    control: run.influences.none,
    pending: [],
  };
  bindParameters(run, frame, fn, args, self);
  run.frame = frame;
  run.calls.push(args.at);
  const quiet = isQuiet(fn) ? 1 : 0;
  run.noGrad += quiet;
  try {
    return inFile(run, fn.file, args.at, () => runBody(run, fn, frame));
  } finally {
    run.calls.pop();
    run.noGrad -= quiet;
    run.frame = outer;
  }
}

/** `@torch.no_grad()` above it. */
function isQuiet({ node }: FunctionValue): boolean {
  if (node.kind !== Kind.FunctionDef) return false;
  return node.decorators.some((each) => {
    const named = each.kind === Kind.Call ? each.func : each;
    const name = named.kind === Kind.Attribute ? named.attr : named.kind === Kind.Name ? named.id : '';
    return name === 'no_grad' || name === 'inference_mode';
  });
}

function runBody(run: Run, fn: FunctionValue, frame: Frame): Value {
  if (fn.node.kind === Kind.Lambda) return run.evaluate(fn.node.body);
  const completion = run.execute(fn.node.body);
  for (const early of frame.pending) run.store.join(early, { objects: new Map(), names: new Map() }, run.join);
  if (frame.yielded.length > 0) return list(run, frame.yielded, 'list', true);
  if (frame.returned === undefined) return completion === Completion.Raise ? UNKNOWN : NONE;
  return frame.returned;
}

function recursion(run: Run, fn: FunctionValue): number {
  let depth = 0;
  for (let frame: Frame | null = run.frame; frame !== null; frame = frame.caller)
    if (frame.fn?.node === fn.node) depth++;
  return depth;
}

function bindParameters(run: Run, frame: Frame, fn: FunctionValue, args: Arguments, self: Value | null): void {
  const positional = self === null ? [...args.positional] : [self, ...args.positional];
  const left = new Map(args.keywords);
  let next = 0;
  for (const { name, paramKind } of fn.node.params) {
    let value: Value | undefined;
    if (paramKind === ParamKind.VarArgs) {
      value = list(run, positional.slice(next), 'tuple', args.hidden);
      next = positional.length;
    } else if (paramKind === ParamKind.KwArgs) {
      value = run.store.add({ type: 'dict', entries: left, rest: [] });
    } else {
      const byName = paramKind !== ParamKind.PositionalOnly ? left.get(name) : undefined;
      if (byName !== undefined) left.delete(name);
      else if (paramKind !== ParamKind.KeywordOnly && next < positional.length) value = positional[next++];
      value ??= byName ?? fn.defaults.get(name) ?? UNKNOWN;
    }
    run.store.bind(frame.scope, name, value);
  }
}
