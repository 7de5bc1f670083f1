// Our tree in the normal form that oracle.py writes of CPython's, so that the two can be compared line by line.
import assert from 'node:assert/strict';
import {
  KIND_NAMES,
  Kind,
  NumberKind,
  ParamKind,
  StringFlag,
  TypeParamKind,
  numberValue,
  stringValue,
  type FormattedValue,
  type JoinedStr,
  type Module,
  type Node,
  type Num,
  type Param,
  type Str,
} from '../../../server/src/analysis/syntax';

const BOOLEAN = ['And', 'Or'];
const BINARY = 'Add Sub Mult Div FloorDiv Mod MatMult BitAnd BitOr BitXor LShift RShift Pow'.split(' ');
const UNARY = ['Not', 'UAdd', 'USub', 'Invert'];
const COMPARE = 'Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn'.split(' ');
const CONTEXTS = ['Load', 'Store', 'Del'];
const CONSTANTS = ['None', 'True', 'False', 'Ellipsis'];
const TYPE_PARAMS = ['TypeVar', 'ParamSpec', 'TypeVarTuple'];

/** Our fields in CPython's order, where a node is written field by field. */
const FIELDS: Readonly<Record<string, string>> = {
  Module: 'body',
  ClassDef: 'name bases keywords body decorators typeParams',
  Return: 'value',
  Delete: 'targets',
  Assign: 'targets value',
  AnnAssign: 'target annotation value simple',
  TypeAlias: 'name typeParams value',
  For: 'target iter body orelse',
  While: 'test body orelse',
  If: 'test body orelse',
  With: 'items body',
  Match: 'subject cases',
  Raise: 'exc cause',
  Try: 'body handlers orelse finalbody',
  Assert: 'test msg',
  Import: 'names',
  ImportFrom: 'module names level',
  Global: 'names',
  Nonlocal: 'names',
  ExprStmt: 'value',
  Pass: '',
  Break: '',
  Continue: '',
  NamedExpr: 'target value',
  IfExp: 'test body orelse',
  Dict: 'keys values',
  Set: 'elts',
  ListComp: 'elt generators',
  SetComp: 'elt generators',
  DictComp: 'key value generators',
  GeneratorExp: 'elt generators',
  Await: 'value',
  Yield: 'value',
  YieldFrom: 'value',
  Call: 'func args keywords',
  Attribute: 'value attr',
  Subscript: 'value slice',
  Starred: 'value',
  List: 'elts',
  Tuple: 'elts',
  Slice: 'lower upper step',
  MatchValue: 'value',
  MatchSequence: 'patterns',
  MatchMapping: 'keys patterns rest',
  MatchClass: 'cls patterns kwdAttrs kwdPatterns',
  MatchStar: 'name',
  MatchAs: 'pattern name',
  MatchOr: 'patterns',
  Keyword: 'arg value',
  Alias: 'name asname',
  WithItem: 'contextExpr optionalVars',
  MatchCase: 'pattern guard body',
  Comprehension: 'target iter ifs isAsync',
  ExceptHandler: 'type name body',
};

/** CPython's names, where they are not ours. */
const RENAMED: Readonly<Record<string, string>> = {
  ExprStmt: 'Expr',
  Keyword: 'keyword',
  Alias: 'alias',
  WithItem: 'withitem',
  MatchCase: 'match_case',
  Comprehension: 'comprehension',
};
/** CPython gives these no place. */
const PLACELESS = new Set(['Module', 'withitem', 'match_case', 'comprehension']);

type Field = Node | string | number | boolean | null | readonly Field[];

function isList(value: Field): value is readonly Field[] {
  return Array.isArray(value);
}

export function normalForm(tree: Module, source: string, options: { typeParamDefaults: boolean }): string[] {
  const out: string[] = [];

  function add(value: Field): void {
    if (value === null) out.push('~');
    else if (isList(value)) {
      out.push(`[${value.length}`);
      for (const item of value) add(item);
    } else if (typeof value === 'object') node(value);
    else out.push(`=${typeof value === 'boolean' ? Number(value) : value}`);
  }

  function head(at: Node, name = KIND_NAMES[at.kind]!): string {
    return `${name} ${at.start} ${at.end}`;
  }

  function node(at: Node): void {
    switch (at.kind) {
      case Kind.FunctionDef:
        out.push(head(at, at.isAsync ? 'AsyncFunctionDef' : 'FunctionDef'), `=${at.name}`);
        parameters(at.params);
        for (const value of [at.body, at.decorators, at.returns, at.typeParams]) add(value);
        return;
      case Kind.Lambda:
        out.push(head(at));
        parameters(at.params);
        node(at.body);
        return;
      case Kind.AugAssign:
        out.push(head(at));
        node(at.target);
        out.push(BINARY[at.op]!);
        node(at.value);
        return;
      case Kind.BoolOp:
        out.push(head(at), BOOLEAN[at.op]!);
        add(at.values);
        return;
      case Kind.BinOp:
        out.push(head(at));
        node(at.left);
        out.push(BINARY[at.op]!);
        node(at.right);
        return;
      case Kind.UnaryOp:
        out.push(head(at), UNARY[at.op]!);
        node(at.operand);
        return;
      case Kind.Compare:
        out.push(head(at));
        node(at.left);
        out.push(`[${at.ops.length}`, ...at.ops.map((op) => COMPARE[op]!));
        add(at.comparators);
        return;
      case Kind.JoinedStr:
        out.push(head(at));
        joined(at);
        return;
      case Kind.Num:
        out.push(`${head(at, 'Constant')} ${number(at)}`);
        return;
      case Kind.Str:
        out.push(`${head(at, 'Constant')} ${string(at)}`);
        return;
      case Kind.Const:
        out.push(`${head(at, 'Constant')} ${CONSTANTS[at.value]}`);
        return;
      case Kind.MatchSingleton:
        out.push(`${head(at)} ${CONSTANTS[at.value]}`);
        return;
      case Kind.Name:
        out.push(`${head(at)} ${at.id} ${CONTEXTS[at.ctx]}`);
        return;
      case Kind.TypeParam:
        out.push(head(at, TYPE_PARAMS[at.typeParamKind]), `=${at.name}`);
        if (at.typeParamKind === TypeParamKind.TypeVar) add(at.bound);
        if (options.typeParamDefaults) add(at.defaultValue);
        return;
      default:
        plain(at);
    }
  }

  function plain(at: Node): void {
    const ours = KIND_NAMES[at.kind]!;
    const fields = FIELDS[ours];
    if (fields === undefined) {
      out.push(head(at));
      return;
    }
    let name = RENAMED[ours] ?? ours;
    if ((at.kind === Kind.For || at.kind === Kind.With) && at.isAsync) name = `Async${name}`;
    if (at.kind === Kind.Try && at.isStar) name = 'TryStar';
    out.push(PLACELESS.has(name) ? name : head(at, name));
    const values = new Map<string, Field>(Object.entries(at));
    for (const field of fields.split(' ')) {
      if (field !== '') add(values.get(field)!);
    }
  }

  function parameters(params: readonly Param[]): void {
    const ofKind = (...kinds: ParamKind[]): Param[] => params.filter((param) => kinds.includes(param.paramKind));
    const list = (some: readonly Param[]): void => {
      out.push(`[${some.length}`);
      some.forEach(parameter);
    };
    const optional = (some: readonly Param[]): void =>
      some[0] === undefined ? void out.push('~') : parameter(some[0]);
    out.push('arguments');
    list(ofKind(ParamKind.PositionalOnly));
    list(ofKind(ParamKind.Positional));
    optional(ofKind(ParamKind.VarArgs));
    const keywordOnly = ofKind(ParamKind.KeywordOnly);
    list(keywordOnly);
    add(keywordOnly.map((param) => param.defaultValue));
    optional(ofKind(ParamKind.KwArgs));
    const positional = ofKind(ParamKind.PositionalOnly, ParamKind.Positional);
    add(positional.map((param) => param.defaultValue).filter((value) => value !== null));
  }

  /** CPython's parameter begins at its name, ours at the stars before it. */
  function parameter(param: Param): void {
    let { start } = param;
    while (/[*\s\\]/.test(source[start]!)) start++;
    out.push(`arg ${start} ${param.argEnd}`, `=${param.name}`);
    add(param.annotation);
  }

  function joined(at: JoinedStr): void {
    let text = '';
    const flush = (): void => {
      if (text !== '') out.push(`text ${ascii(text)}`);
      text = '';
    };
    for (const value of at.values) {
      if (value.kind === Kind.Str) text += stringValue(value, source);
      else if (value.kind === Kind.FormattedValue) {
        if (value.debugEnd !== 0) text += debugText(value);
        flush();
        formatField(value);
      } else node(value);
    }
    flush();
    out.push('end');
  }

  /** `{x = }` shows its own text; CPython puts it into the literal before. */
  function debugText(value: FormattedValue): string {
    const written = source.slice(value.start + 1, value.debugEnd).replace(/\r\n?/g, '\n');
    return written.replace(/("[^"\n]*"|'[^'\n]*')|#[^\n]*/g, (_found, quoted?: string) => quoted ?? '');
  }

  function formatField(value: FormattedValue): void {
    const implied = value.debugEnd !== 0 && value.formatSpec === null ? 'r'.charCodeAt(0) : -1;
    out.push(`${head(value)} ${value.conversion === 0 ? implied : value.conversion}`);
    node(value.value);
    if (value.formatSpec === null) out.push('~');
    else {
      out.push('spec');
      assert.equal(value.formatSpec.kind, Kind.JoinedStr);
      joined(value.formatSpec);
    }
  }

  function number(at: Num): string {
    const value = numberValue(at, source);
    if (at.flags === NumberKind.Float) return `float ${bits(value)}`;
    if (at.flags === NumberKind.Imaginary) return `imaginary ${bits(value)}`;
    const exact = BigInt(source.slice(at.start, at.end).replaceAll('_', ''));
    return Number(exact) === value ? `int ${exact.toString(16)}` : `int read as ${value}`;
  }

  function string(at: Str): string {
    const value = stringValue(at, source);
    if ((at.flags & StringFlag.Bytes) === 0) return `str ${ascii(value)}`;
    return `bytes ${Buffer.from(value, 'latin1').toString('hex')}`;
  }

  node(tree);
  return out;
}

/** As Python's json.dumps writes it. */
function ascii(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function bits(value: number): string {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer.toString('hex');
}
