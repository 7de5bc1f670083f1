// Generated from nodes.spec by `npm run generate`. Do not edit.
import type { BooleanOperator, BinaryOperator, UnaryOperator, CompareOperator, ConstValue, NameContext, ParamKind, TypeParamKind, NumberKind } from './operators';

/** What a node is. */
export const enum Kind {
  Module = 0,
  FunctionDef = 1,
  ClassDef = 2,
  Return = 3,
  Delete = 4,
  Assign = 5,
  AugAssign = 6,
  AnnAssign = 7,
  TypeAlias = 8,
  For = 9,
  While = 10,
  If = 11,
  With = 12,
  Match = 13,
  Raise = 14,
  Try = 15,
  Assert = 16,
  Import = 17,
  ImportFrom = 18,
  Global = 19,
  Nonlocal = 20,
  ExprStmt = 21,
  Pass = 22,
  Break = 23,
  Continue = 24,
  Magic = 25,
  ErrorStmt = 26,
  BoolOp = 27,
  NamedExpr = 28,
  BinOp = 29,
  UnaryOp = 30,
  Lambda = 31,
  IfExp = 32,
  Dict = 33,
  Set = 34,
  ListComp = 35,
  SetComp = 36,
  DictComp = 37,
  GeneratorExp = 38,
  Await = 39,
  Yield = 40,
  YieldFrom = 41,
  Compare = 42,
  Call = 43,
  JoinedStr = 44,
  FormattedValue = 45,
  Num = 46,
  Str = 47,
  Const = 48,
  Attribute = 49,
  Subscript = 50,
  Starred = 51,
  Name = 52,
  List = 53,
  Tuple = 54,
  Slice = 55,
  MagicExpr = 56,
  ErrorExpr = 57,
  MatchValue = 58,
  MatchSingleton = 59,
  MatchSequence = 60,
  MatchMapping = 61,
  MatchClass = 62,
  MatchStar = 63,
  MatchAs = 64,
  MatchOr = 65,
  Param = 66,
  Keyword = 67,
  Alias = 68,
  WithItem = 69,
  MatchCase = 70,
  Comprehension = 71,
  ExceptHandler = 72,
  TypeParam = 73,
}

export class Module {
  declare readonly kind: Kind.Module;
  readonly start: number;
  readonly end: number;
  readonly body: readonly Stmt[];
  constructor(start: number, end: number, body: readonly Stmt[]) {
    this.start = start;
    this.end = end;
    this.body = body;
  }
}
(Module.prototype as { kind: Kind }).kind = Kind.Module;

export class FunctionDef {
  declare readonly kind: Kind.FunctionDef;
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly nameStart: number;
  readonly params: readonly Param[];
  readonly returns: Expr | null;
  readonly body: readonly Stmt[];
  readonly decorators: readonly Expr[];
  readonly typeParams: readonly TypeParam[];
  readonly isAsync: boolean;
  constructor(start: number, end: number, name: string, nameStart: number, params: readonly Param[], returns: Expr | null, body: readonly Stmt[], decorators: readonly Expr[], typeParams: readonly TypeParam[], isAsync: boolean) {
    this.start = start;
    this.end = end;
    this.name = name;
    this.nameStart = nameStart;
    this.params = params;
    this.returns = returns;
    this.body = body;
    this.decorators = decorators;
    this.typeParams = typeParams;
    this.isAsync = isAsync;
  }
}
(FunctionDef.prototype as { kind: Kind }).kind = Kind.FunctionDef;

export class ClassDef {
  declare readonly kind: Kind.ClassDef;
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly nameStart: number;
  readonly bases: readonly Expr[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Stmt[];
  readonly decorators: readonly Expr[];
  readonly typeParams: readonly TypeParam[];
  constructor(start: number, end: number, name: string, nameStart: number, bases: readonly Expr[], keywords: readonly Keyword[], body: readonly Stmt[], decorators: readonly Expr[], typeParams: readonly TypeParam[]) {
    this.start = start;
    this.end = end;
    this.name = name;
    this.nameStart = nameStart;
    this.bases = bases;
    this.keywords = keywords;
    this.body = body;
    this.decorators = decorators;
    this.typeParams = typeParams;
  }
}
(ClassDef.prototype as { kind: Kind }).kind = Kind.ClassDef;

export class Return {
  declare readonly kind: Kind.Return;
  readonly start: number;
  readonly end: number;
  readonly value: Expr | null;
  constructor(start: number, end: number, value: Expr | null) {
    this.start = start;
    this.end = end;
    this.value = value;
  }
}
(Return.prototype as { kind: Kind }).kind = Kind.Return;

export class Delete {
  declare readonly kind: Kind.Delete;
  readonly start: number;
  readonly end: number;
  readonly targets: readonly Expr[];
  constructor(start: number, end: number, targets: readonly Expr[]) {
    this.start = start;
    this.end = end;
    this.targets = targets;
  }
}
(Delete.prototype as { kind: Kind }).kind = Kind.Delete;

export class Assign {
  declare readonly kind: Kind.Assign;
  readonly start: number;
  readonly end: number;
  readonly targets: readonly Expr[];
  readonly value: Expr;
  constructor(start: number, end: number, targets: readonly Expr[], value: Expr) {
    this.start = start;
    this.end = end;
    this.targets = targets;
    this.value = value;
  }
}
(Assign.prototype as { kind: Kind }).kind = Kind.Assign;

export class AugAssign {
  declare readonly kind: Kind.AugAssign;
  readonly start: number;
  readonly end: number;
  readonly target: Expr;
  readonly op: BinaryOperator;
  readonly value: Expr;
  constructor(start: number, end: number, target: Expr, op: BinaryOperator, value: Expr) {
    this.start = start;
    this.end = end;
    this.target = target;
    this.op = op;
    this.value = value;
  }
}
(AugAssign.prototype as { kind: Kind }).kind = Kind.AugAssign;

export class AnnAssign {
  declare readonly kind: Kind.AnnAssign;
  readonly start: number;
  readonly end: number;
  readonly target: Expr;
  readonly annotation: Expr;
  readonly value: Expr | null;
  readonly simple: boolean;
  constructor(start: number, end: number, target: Expr, annotation: Expr, value: Expr | null, simple: boolean) {
    this.start = start;
    this.end = end;
    this.target = target;
    this.annotation = annotation;
    this.value = value;
    this.simple = simple;
  }
}
(AnnAssign.prototype as { kind: Kind }).kind = Kind.AnnAssign;

export class TypeAlias {
  declare readonly kind: Kind.TypeAlias;
  readonly start: number;
  readonly end: number;
  readonly name: Expr;
  readonly typeParams: readonly TypeParam[];
  readonly value: Expr;
  constructor(start: number, end: number, name: Expr, typeParams: readonly TypeParam[], value: Expr) {
    this.start = start;
    this.end = end;
    this.name = name;
    this.typeParams = typeParams;
    this.value = value;
  }
}
(TypeAlias.prototype as { kind: Kind }).kind = Kind.TypeAlias;

export class For {
  declare readonly kind: Kind.For;
  readonly start: number;
  readonly end: number;
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
  readonly isAsync: boolean;
  constructor(start: number, end: number, target: Expr, iter: Expr, body: readonly Stmt[], orelse: readonly Stmt[], isAsync: boolean) {
    this.start = start;
    this.end = end;
    this.target = target;
    this.iter = iter;
    this.body = body;
    this.orelse = orelse;
    this.isAsync = isAsync;
  }
}
(For.prototype as { kind: Kind }).kind = Kind.For;

export class While {
  declare readonly kind: Kind.While;
  readonly start: number;
  readonly end: number;
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
  constructor(start: number, end: number, test: Expr, body: readonly Stmt[], orelse: readonly Stmt[]) {
    this.start = start;
    this.end = end;
    this.test = test;
    this.body = body;
    this.orelse = orelse;
  }
}
(While.prototype as { kind: Kind }).kind = Kind.While;

export class If {
  declare readonly kind: Kind.If;
  readonly start: number;
  readonly end: number;
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
  constructor(start: number, end: number, test: Expr, body: readonly Stmt[], orelse: readonly Stmt[]) {
    this.start = start;
    this.end = end;
    this.test = test;
    this.body = body;
    this.orelse = orelse;
  }
}
(If.prototype as { kind: Kind }).kind = Kind.If;

export class With {
  declare readonly kind: Kind.With;
  readonly start: number;
  readonly end: number;
  readonly items: readonly WithItem[];
  readonly body: readonly Stmt[];
  readonly isAsync: boolean;
  constructor(start: number, end: number, items: readonly WithItem[], body: readonly Stmt[], isAsync: boolean) {
    this.start = start;
    this.end = end;
    this.items = items;
    this.body = body;
    this.isAsync = isAsync;
  }
}
(With.prototype as { kind: Kind }).kind = Kind.With;

export class Match {
  declare readonly kind: Kind.Match;
  readonly start: number;
  readonly end: number;
  readonly subject: Expr;
  readonly cases: readonly MatchCase[];
  constructor(start: number, end: number, subject: Expr, cases: readonly MatchCase[]) {
    this.start = start;
    this.end = end;
    this.subject = subject;
    this.cases = cases;
  }
}
(Match.prototype as { kind: Kind }).kind = Kind.Match;

export class Raise {
  declare readonly kind: Kind.Raise;
  readonly start: number;
  readonly end: number;
  readonly exc: Expr | null;
  readonly cause: Expr | null;
  constructor(start: number, end: number, exc: Expr | null, cause: Expr | null) {
    this.start = start;
    this.end = end;
    this.exc = exc;
    this.cause = cause;
  }
}
(Raise.prototype as { kind: Kind }).kind = Kind.Raise;

export class Try {
  declare readonly kind: Kind.Try;
  readonly start: number;
  readonly end: number;
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
  readonly isStar: boolean;
  constructor(start: number, end: number, body: readonly Stmt[], handlers: readonly ExceptHandler[], orelse: readonly Stmt[], finalbody: readonly Stmt[], isStar: boolean) {
    this.start = start;
    this.end = end;
    this.body = body;
    this.handlers = handlers;
    this.orelse = orelse;
    this.finalbody = finalbody;
    this.isStar = isStar;
  }
}
(Try.prototype as { kind: Kind }).kind = Kind.Try;

export class Assert {
  declare readonly kind: Kind.Assert;
  readonly start: number;
  readonly end: number;
  readonly test: Expr;
  readonly msg: Expr | null;
  constructor(start: number, end: number, test: Expr, msg: Expr | null) {
    this.start = start;
    this.end = end;
    this.test = test;
    this.msg = msg;
  }
}
(Assert.prototype as { kind: Kind }).kind = Kind.Assert;

export class Import {
  declare readonly kind: Kind.Import;
  readonly start: number;
  readonly end: number;
  readonly names: readonly Alias[];
  constructor(start: number, end: number, names: readonly Alias[]) {
    this.start = start;
    this.end = end;
    this.names = names;
  }
}
(Import.prototype as { kind: Kind }).kind = Kind.Import;

export class ImportFrom {
  declare readonly kind: Kind.ImportFrom;
  readonly start: number;
  readonly end: number;
  readonly module: string | null;
  readonly names: readonly Alias[];
  readonly level: number;
  constructor(start: number, end: number, module: string | null, names: readonly Alias[], level: number) {
    this.start = start;
    this.end = end;
    this.module = module;
    this.names = names;
    this.level = level;
  }
}
(ImportFrom.prototype as { kind: Kind }).kind = Kind.ImportFrom;

export class Global {
  declare readonly kind: Kind.Global;
  readonly start: number;
  readonly end: number;
  readonly names: readonly string[];
  constructor(start: number, end: number, names: readonly string[]) {
    this.start = start;
    this.end = end;
    this.names = names;
  }
}
(Global.prototype as { kind: Kind }).kind = Kind.Global;

export class Nonlocal {
  declare readonly kind: Kind.Nonlocal;
  readonly start: number;
  readonly end: number;
  readonly names: readonly string[];
  constructor(start: number, end: number, names: readonly string[]) {
    this.start = start;
    this.end = end;
    this.names = names;
  }
}
(Nonlocal.prototype as { kind: Kind }).kind = Kind.Nonlocal;

export class ExprStmt {
  declare readonly kind: Kind.ExprStmt;
  readonly start: number;
  readonly end: number;
  readonly value: Expr;
  constructor(start: number, end: number, value: Expr) {
    this.start = start;
    this.end = end;
    this.value = value;
  }
}
(ExprStmt.prototype as { kind: Kind }).kind = Kind.ExprStmt;

export class Pass {
  declare readonly kind: Kind.Pass;
  readonly start: number;
  readonly end: number;
  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}
(Pass.prototype as { kind: Kind }).kind = Kind.Pass;

export class Break {
  declare readonly kind: Kind.Break;
  readonly start: number;
  readonly end: number;
  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}
(Break.prototype as { kind: Kind }).kind = Kind.Break;

export class Continue {
  declare readonly kind: Kind.Continue;
  readonly start: number;
  readonly end: number;
  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}
(Continue.prototype as { kind: Kind }).kind = Kind.Continue;

export class Magic {
  declare readonly kind: Kind.Magic;
  readonly start: number;
  readonly end: number;
  readonly body: readonly Stmt[];
  constructor(start: number, end: number, body: readonly Stmt[]) {
    this.start = start;
    this.end = end;
    this.body = body;
  }
}
(Magic.prototype as { kind: Kind }).kind = Kind.Magic;

export class ErrorStmt {
  declare readonly kind: Kind.ErrorStmt;
  readonly start: number;
  readonly end: number;
  readonly body: readonly Stmt[];
  constructor(start: number, end: number, body: readonly Stmt[]) {
    this.start = start;
    this.end = end;
    this.body = body;
  }
}
(ErrorStmt.prototype as { kind: Kind }).kind = Kind.ErrorStmt;

export class BoolOp {
  declare readonly kind: Kind.BoolOp;
  readonly start: number;
  readonly end: number;
  readonly op: BooleanOperator;
  readonly values: readonly Expr[];
  constructor(start: number, end: number, op: BooleanOperator, values: readonly Expr[]) {
    this.start = start;
    this.end = end;
    this.op = op;
    this.values = values;
  }
}
(BoolOp.prototype as { kind: Kind }).kind = Kind.BoolOp;

export class NamedExpr {
  declare readonly kind: Kind.NamedExpr;
  readonly start: number;
  readonly end: number;
  readonly target: Expr;
  readonly value: Expr;
  constructor(start: number, end: number, target: Expr, value: Expr) {
    this.start = start;
    this.end = end;
    this.target = target;
    this.value = value;
  }
}
(NamedExpr.prototype as { kind: Kind }).kind = Kind.NamedExpr;

export class BinOp {
  declare readonly kind: Kind.BinOp;
  readonly start: number;
  readonly end: number;
  readonly left: Expr;
  readonly op: BinaryOperator;
  readonly right: Expr;
  constructor(start: number, end: number, left: Expr, op: BinaryOperator, right: Expr) {
    this.start = start;
    this.end = end;
    this.left = left;
    this.op = op;
    this.right = right;
  }
}
(BinOp.prototype as { kind: Kind }).kind = Kind.BinOp;

export class UnaryOp {
  declare readonly kind: Kind.UnaryOp;
  readonly start: number;
  readonly end: number;
  readonly op: UnaryOperator;
  readonly operand: Expr;
  constructor(start: number, end: number, op: UnaryOperator, operand: Expr) {
    this.start = start;
    this.end = end;
    this.op = op;
    this.operand = operand;
  }
}
(UnaryOp.prototype as { kind: Kind }).kind = Kind.UnaryOp;

export class Lambda {
  declare readonly kind: Kind.Lambda;
  readonly start: number;
  readonly end: number;
  readonly params: readonly Param[];
  readonly body: Expr;
  constructor(start: number, end: number, params: readonly Param[], body: Expr) {
    this.start = start;
    this.end = end;
    this.params = params;
    this.body = body;
  }
}
(Lambda.prototype as { kind: Kind }).kind = Kind.Lambda;

export class IfExp {
  declare readonly kind: Kind.IfExp;
  readonly start: number;
  readonly end: number;
  readonly test: Expr;
  readonly body: Expr;
  readonly orelse: Expr;
  constructor(start: number, end: number, test: Expr, body: Expr, orelse: Expr) {
    this.start = start;
    this.end = end;
    this.test = test;
    this.body = body;
    this.orelse = orelse;
  }
}
(IfExp.prototype as { kind: Kind }).kind = Kind.IfExp;

export class Dict {
  declare readonly kind: Kind.Dict;
  readonly start: number;
  readonly end: number;
  readonly keys: readonly (Expr | null)[];
  readonly values: readonly Expr[];
  constructor(start: number, end: number, keys: readonly (Expr | null)[], values: readonly Expr[]) {
    this.start = start;
    this.end = end;
    this.keys = keys;
    this.values = values;
  }
}
(Dict.prototype as { kind: Kind }).kind = Kind.Dict;

export class Set {
  declare readonly kind: Kind.Set;
  readonly start: number;
  readonly end: number;
  readonly elts: readonly Expr[];
  constructor(start: number, end: number, elts: readonly Expr[]) {
    this.start = start;
    this.end = end;
    this.elts = elts;
  }
}
(Set.prototype as { kind: Kind }).kind = Kind.Set;

export class ListComp {
  declare readonly kind: Kind.ListComp;
  readonly start: number;
  readonly end: number;
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
  constructor(start: number, end: number, elt: Expr, generators: readonly Comprehension[]) {
    this.start = start;
    this.end = end;
    this.elt = elt;
    this.generators = generators;
  }
}
(ListComp.prototype as { kind: Kind }).kind = Kind.ListComp;

export class SetComp {
  declare readonly kind: Kind.SetComp;
  readonly start: number;
  readonly end: number;
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
  constructor(start: number, end: number, elt: Expr, generators: readonly Comprehension[]) {
    this.start = start;
    this.end = end;
    this.elt = elt;
    this.generators = generators;
  }
}
(SetComp.prototype as { kind: Kind }).kind = Kind.SetComp;

export class DictComp {
  declare readonly kind: Kind.DictComp;
  readonly start: number;
  readonly end: number;
  readonly key: Expr;
  readonly value: Expr;
  readonly generators: readonly Comprehension[];
  constructor(start: number, end: number, key: Expr, value: Expr, generators: readonly Comprehension[]) {
    this.start = start;
    this.end = end;
    this.key = key;
    this.value = value;
    this.generators = generators;
  }
}
(DictComp.prototype as { kind: Kind }).kind = Kind.DictComp;

export class GeneratorExp {
  declare readonly kind: Kind.GeneratorExp;
  readonly start: number;
  readonly end: number;
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
  constructor(start: number, end: number, elt: Expr, generators: readonly Comprehension[]) {
    this.start = start;
    this.end = end;
    this.elt = elt;
    this.generators = generators;
  }
}
(GeneratorExp.prototype as { kind: Kind }).kind = Kind.GeneratorExp;

export class Await {
  declare readonly kind: Kind.Await;
  readonly start: number;
  readonly end: number;
  readonly value: Expr;
  constructor(start: number, end: number, value: Expr) {
    this.start = start;
    this.end = end;
    this.value = value;
  }
}
(Await.prototype as { kind: Kind }).kind = Kind.Await;

export class Yield {
  declare readonly kind: Kind.Yield;
  readonly start: number;
  readonly end: number;
  readonly value: Expr | null;
  constructor(start: number, end: number, value: Expr | null) {
    this.start = start;
    this.end = end;
    this.value = value;
  }
}
(Yield.prototype as { kind: Kind }).kind = Kind.Yield;

export class YieldFrom {
  declare readonly kind: Kind.YieldFrom;
  readonly start: number;
  readonly end: number;
  readonly value: Expr;
  constructor(start: number, end: number, value: Expr) {
    this.start = start;
    this.end = end;
    this.value = value;
  }
}
(YieldFrom.prototype as { kind: Kind }).kind = Kind.YieldFrom;

export class Compare {
  declare readonly kind: Kind.Compare;
  readonly start: number;
  readonly end: number;
  readonly left: Expr;
  readonly ops: readonly CompareOperator[];
  readonly comparators: readonly Expr[];
  constructor(start: number, end: number, left: Expr, ops: readonly CompareOperator[], comparators: readonly Expr[]) {
    this.start = start;
    this.end = end;
    this.left = left;
    this.ops = ops;
    this.comparators = comparators;
  }
}
(Compare.prototype as { kind: Kind }).kind = Kind.Compare;

export class Call {
  declare readonly kind: Kind.Call;
  readonly start: number;
  readonly end: number;
  readonly func: Expr;
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
  constructor(start: number, end: number, func: Expr, args: readonly Expr[], keywords: readonly Keyword[]) {
    this.start = start;
    this.end = end;
    this.func = func;
    this.args = args;
    this.keywords = keywords;
  }
}
(Call.prototype as { kind: Kind }).kind = Kind.Call;

export class JoinedStr {
  declare readonly kind: Kind.JoinedStr;
  readonly start: number;
  readonly end: number;
  readonly values: readonly Expr[];
  readonly flags: number;
  constructor(start: number, end: number, values: readonly Expr[], flags: number) {
    this.start = start;
    this.end = end;
    this.values = values;
    this.flags = flags;
  }
}
(JoinedStr.prototype as { kind: Kind }).kind = Kind.JoinedStr;

export class FormattedValue {
  declare readonly kind: Kind.FormattedValue;
  readonly start: number;
  readonly end: number;
  readonly value: Expr;
  readonly conversion: number;
  readonly formatSpec: Expr | null;
  readonly debugEnd: number;
  constructor(start: number, end: number, value: Expr, conversion: number, formatSpec: Expr | null, debugEnd: number) {
    this.start = start;
    this.end = end;
    this.value = value;
    this.conversion = conversion;
    this.formatSpec = formatSpec;
    this.debugEnd = debugEnd;
  }
}
(FormattedValue.prototype as { kind: Kind }).kind = Kind.FormattedValue;

export class Num {
  declare readonly kind: Kind.Num;
  readonly start: number;
  readonly end: number;
  readonly flags: NumberKind;
  constructor(start: number, end: number, flags: NumberKind) {
    this.start = start;
    this.end = end;
    this.flags = flags;
  }
}
(Num.prototype as { kind: Kind }).kind = Kind.Num;

export class Str {
  declare readonly kind: Kind.Str;
  readonly start: number;
  readonly end: number;
  readonly flags: number;
  constructor(start: number, end: number, flags: number) {
    this.start = start;
    this.end = end;
    this.flags = flags;
  }
}
(Str.prototype as { kind: Kind }).kind = Kind.Str;

export class Const {
  declare readonly kind: Kind.Const;
  readonly start: number;
  readonly end: number;
  readonly value: ConstValue;
  constructor(start: number, end: number, value: ConstValue) {
    this.start = start;
    this.end = end;
    this.value = value;
  }
}
(Const.prototype as { kind: Kind }).kind = Kind.Const;

export class Attribute {
  declare readonly kind: Kind.Attribute;
  readonly start: number;
  readonly end: number;
  readonly value: Expr;
  readonly attr: string;
  readonly attrStart: number;
  constructor(start: number, end: number, value: Expr, attr: string, attrStart: number) {
    this.start = start;
    this.end = end;
    this.value = value;
    this.attr = attr;
    this.attrStart = attrStart;
  }
}
(Attribute.prototype as { kind: Kind }).kind = Kind.Attribute;

export class Subscript {
  declare readonly kind: Kind.Subscript;
  readonly start: number;
  readonly end: number;
  readonly value: Expr;
  readonly slice: Expr;
  constructor(start: number, end: number, value: Expr, slice: Expr) {
    this.start = start;
    this.end = end;
    this.value = value;
    this.slice = slice;
  }
}
(Subscript.prototype as { kind: Kind }).kind = Kind.Subscript;

export class Starred {
  declare readonly kind: Kind.Starred;
  readonly start: number;
  readonly end: number;
  readonly value: Expr;
  constructor(start: number, end: number, value: Expr) {
    this.start = start;
    this.end = end;
    this.value = value;
  }
}
(Starred.prototype as { kind: Kind }).kind = Kind.Starred;

export class Name {
  declare readonly kind: Kind.Name;
  readonly start: number;
  readonly end: number;
  readonly id: string;
  readonly ctx: NameContext;
  constructor(start: number, end: number, id: string, ctx: NameContext) {
    this.start = start;
    this.end = end;
    this.id = id;
    this.ctx = ctx;
  }
}
(Name.prototype as { kind: Kind }).kind = Kind.Name;

export class List {
  declare readonly kind: Kind.List;
  readonly start: number;
  readonly end: number;
  readonly elts: readonly Expr[];
  constructor(start: number, end: number, elts: readonly Expr[]) {
    this.start = start;
    this.end = end;
    this.elts = elts;
  }
}
(List.prototype as { kind: Kind }).kind = Kind.List;

export class Tuple {
  declare readonly kind: Kind.Tuple;
  readonly start: number;
  readonly end: number;
  readonly elts: readonly Expr[];
  constructor(start: number, end: number, elts: readonly Expr[]) {
    this.start = start;
    this.end = end;
    this.elts = elts;
  }
}
(Tuple.prototype as { kind: Kind }).kind = Kind.Tuple;

export class Slice {
  declare readonly kind: Kind.Slice;
  readonly start: number;
  readonly end: number;
  readonly lower: Expr | null;
  readonly upper: Expr | null;
  readonly step: Expr | null;
  constructor(start: number, end: number, lower: Expr | null, upper: Expr | null, step: Expr | null) {
    this.start = start;
    this.end = end;
    this.lower = lower;
    this.upper = upper;
    this.step = step;
  }
}
(Slice.prototype as { kind: Kind }).kind = Kind.Slice;

export class MagicExpr {
  declare readonly kind: Kind.MagicExpr;
  readonly start: number;
  readonly end: number;
  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}
(MagicExpr.prototype as { kind: Kind }).kind = Kind.MagicExpr;

export class ErrorExpr {
  declare readonly kind: Kind.ErrorExpr;
  readonly start: number;
  readonly end: number;
  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}
(ErrorExpr.prototype as { kind: Kind }).kind = Kind.ErrorExpr;

export class MatchValue {
  declare readonly kind: Kind.MatchValue;
  readonly start: number;
  readonly end: number;
  readonly value: Expr;
  constructor(start: number, end: number, value: Expr) {
    this.start = start;
    this.end = end;
    this.value = value;
  }
}
(MatchValue.prototype as { kind: Kind }).kind = Kind.MatchValue;

export class MatchSingleton {
  declare readonly kind: Kind.MatchSingleton;
  readonly start: number;
  readonly end: number;
  readonly value: ConstValue;
  constructor(start: number, end: number, value: ConstValue) {
    this.start = start;
    this.end = end;
    this.value = value;
  }
}
(MatchSingleton.prototype as { kind: Kind }).kind = Kind.MatchSingleton;

export class MatchSequence {
  declare readonly kind: Kind.MatchSequence;
  readonly start: number;
  readonly end: number;
  readonly patterns: readonly Pattern[];
  constructor(start: number, end: number, patterns: readonly Pattern[]) {
    this.start = start;
    this.end = end;
    this.patterns = patterns;
  }
}
(MatchSequence.prototype as { kind: Kind }).kind = Kind.MatchSequence;

export class MatchMapping {
  declare readonly kind: Kind.MatchMapping;
  readonly start: number;
  readonly end: number;
  readonly keys: readonly Expr[];
  readonly patterns: readonly Pattern[];
  readonly rest: string | null;
  constructor(start: number, end: number, keys: readonly Expr[], patterns: readonly Pattern[], rest: string | null) {
    this.start = start;
    this.end = end;
    this.keys = keys;
    this.patterns = patterns;
    this.rest = rest;
  }
}
(MatchMapping.prototype as { kind: Kind }).kind = Kind.MatchMapping;

export class MatchClass {
  declare readonly kind: Kind.MatchClass;
  readonly start: number;
  readonly end: number;
  readonly cls: Expr;
  readonly patterns: readonly Pattern[];
  readonly kwdAttrs: readonly string[];
  readonly kwdPatterns: readonly Pattern[];
  constructor(start: number, end: number, cls: Expr, patterns: readonly Pattern[], kwdAttrs: readonly string[], kwdPatterns: readonly Pattern[]) {
    this.start = start;
    this.end = end;
    this.cls = cls;
    this.patterns = patterns;
    this.kwdAttrs = kwdAttrs;
    this.kwdPatterns = kwdPatterns;
  }
}
(MatchClass.prototype as { kind: Kind }).kind = Kind.MatchClass;

export class MatchStar {
  declare readonly kind: Kind.MatchStar;
  readonly start: number;
  readonly end: number;
  readonly name: string | null;
  constructor(start: number, end: number, name: string | null) {
    this.start = start;
    this.end = end;
    this.name = name;
  }
}
(MatchStar.prototype as { kind: Kind }).kind = Kind.MatchStar;

export class MatchAs {
  declare readonly kind: Kind.MatchAs;
  readonly start: number;
  readonly end: number;
  readonly pattern: Pattern | null;
  readonly name: string | null;
  constructor(start: number, end: number, pattern: Pattern | null, name: string | null) {
    this.start = start;
    this.end = end;
    this.pattern = pattern;
    this.name = name;
  }
}
(MatchAs.prototype as { kind: Kind }).kind = Kind.MatchAs;

export class MatchOr {
  declare readonly kind: Kind.MatchOr;
  readonly start: number;
  readonly end: number;
  readonly patterns: readonly Pattern[];
  constructor(start: number, end: number, patterns: readonly Pattern[]) {
    this.start = start;
    this.end = end;
    this.patterns = patterns;
  }
}
(MatchOr.prototype as { kind: Kind }).kind = Kind.MatchOr;

export class Param {
  declare readonly kind: Kind.Param;
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly paramKind: ParamKind;
  readonly annotation: Expr | null;
  readonly defaultValue: Expr | null;
  readonly argEnd: number;
  constructor(start: number, end: number, name: string, paramKind: ParamKind, annotation: Expr | null, defaultValue: Expr | null, argEnd: number) {
    this.start = start;
    this.end = end;
    this.name = name;
    this.paramKind = paramKind;
    this.annotation = annotation;
    this.defaultValue = defaultValue;
    this.argEnd = argEnd;
  }
}
(Param.prototype as { kind: Kind }).kind = Kind.Param;

export class Keyword {
  declare readonly kind: Kind.Keyword;
  readonly start: number;
  readonly end: number;
  readonly arg: string | null;
  readonly value: Expr;
  constructor(start: number, end: number, arg: string | null, value: Expr) {
    this.start = start;
    this.end = end;
    this.arg = arg;
    this.value = value;
  }
}
(Keyword.prototype as { kind: Kind }).kind = Kind.Keyword;

export class Alias {
  declare readonly kind: Kind.Alias;
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly asname: string | null;
  constructor(start: number, end: number, name: string, asname: string | null) {
    this.start = start;
    this.end = end;
    this.name = name;
    this.asname = asname;
  }
}
(Alias.prototype as { kind: Kind }).kind = Kind.Alias;

export class WithItem {
  declare readonly kind: Kind.WithItem;
  readonly start: number;
  readonly end: number;
  readonly contextExpr: Expr;
  readonly optionalVars: Expr | null;
  constructor(start: number, end: number, contextExpr: Expr, optionalVars: Expr | null) {
    this.start = start;
    this.end = end;
    this.contextExpr = contextExpr;
    this.optionalVars = optionalVars;
  }
}
(WithItem.prototype as { kind: Kind }).kind = Kind.WithItem;

export class MatchCase {
  declare readonly kind: Kind.MatchCase;
  readonly start: number;
  readonly end: number;
  readonly pattern: Pattern;
  readonly guard: Expr | null;
  readonly body: readonly Stmt[];
  constructor(start: number, end: number, pattern: Pattern, guard: Expr | null, body: readonly Stmt[]) {
    this.start = start;
    this.end = end;
    this.pattern = pattern;
    this.guard = guard;
    this.body = body;
  }
}
(MatchCase.prototype as { kind: Kind }).kind = Kind.MatchCase;

export class Comprehension {
  declare readonly kind: Kind.Comprehension;
  readonly start: number;
  readonly end: number;
  readonly target: Expr;
  readonly iter: Expr;
  readonly ifs: readonly Expr[];
  readonly isAsync: boolean;
  constructor(start: number, end: number, target: Expr, iter: Expr, ifs: readonly Expr[], isAsync: boolean) {
    this.start = start;
    this.end = end;
    this.target = target;
    this.iter = iter;
    this.ifs = ifs;
    this.isAsync = isAsync;
  }
}
(Comprehension.prototype as { kind: Kind }).kind = Kind.Comprehension;

export class ExceptHandler {
  declare readonly kind: Kind.ExceptHandler;
  readonly start: number;
  readonly end: number;
  readonly type: Expr | null;
  readonly name: string | null;
  readonly body: readonly Stmt[];
  constructor(start: number, end: number, type: Expr | null, name: string | null, body: readonly Stmt[]) {
    this.start = start;
    this.end = end;
    this.type = type;
    this.name = name;
    this.body = body;
  }
}
(ExceptHandler.prototype as { kind: Kind }).kind = Kind.ExceptHandler;

export class TypeParam {
  declare readonly kind: Kind.TypeParam;
  readonly start: number;
  readonly end: number;
  readonly typeParamKind: TypeParamKind;
  readonly name: string;
  readonly bound: Expr | null;
  readonly defaultValue: Expr | null;
  constructor(start: number, end: number, typeParamKind: TypeParamKind, name: string, bound: Expr | null, defaultValue: Expr | null) {
    this.start = start;
    this.end = end;
    this.typeParamKind = typeParamKind;
    this.name = name;
    this.bound = bound;
    this.defaultValue = defaultValue;
  }
}
(TypeParam.prototype as { kind: Kind }).kind = Kind.TypeParam;

export type Stmt =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | AugAssign
  | AnnAssign
  | TypeAlias
  | For
  | While
  | If
  | With
  | Match
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExprStmt
  | Pass
  | Break
  | Continue
  | Magic
  | ErrorStmt
;

export type Expr =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | Set
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | JoinedStr
  | FormattedValue
  | Num
  | Str
  | Const
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice
  | MagicExpr
  | ErrorExpr
;

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr
;

export type Part =
  | Param
  | Keyword
  | Alias
  | WithItem
  | MatchCase
  | Comprehension
  | ExceptHandler
  | TypeParam
;

export type Node = Module | Stmt | Expr | Pattern | Part;

/** The names of the kinds, by number. */
export const KIND_NAMES: readonly string[] = [
  'Module',
  'FunctionDef',
  'ClassDef',
  'Return',
  'Delete',
  'Assign',
  'AugAssign',
  'AnnAssign',
  'TypeAlias',
  'For',
  'While',
  'If',
  'With',
  'Match',
  'Raise',
  'Try',
  'Assert',
  'Import',
  'ImportFrom',
  'Global',
  'Nonlocal',
  'ExprStmt',
  'Pass',
  'Break',
  'Continue',
  'Magic',
  'ErrorStmt',
  'BoolOp',
  'NamedExpr',
  'BinOp',
  'UnaryOp',
  'Lambda',
  'IfExp',
  'Dict',
  'Set',
  'ListComp',
  'SetComp',
  'DictComp',
  'GeneratorExp',
  'Await',
  'Yield',
  'YieldFrom',
  'Compare',
  'Call',
  'JoinedStr',
  'FormattedValue',
  'Num',
  'Str',
  'Const',
  'Attribute',
  'Subscript',
  'Starred',
  'Name',
  'List',
  'Tuple',
  'Slice',
  'MagicExpr',
  'ErrorExpr',
  'MatchValue',
  'MatchSingleton',
  'MatchSequence',
  'MatchMapping',
  'MatchClass',
  'MatchStar',
  'MatchAs',
  'MatchOr',
  'Param',
  'Keyword',
  'Alias',
  'WithItem',
  'MatchCase',
  'Comprehension',
  'ExceptHandler',
  'TypeParam',
];

/** Calls `visit` with each direct child of `node`, in the order of the fields. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  switch (node.kind) {
    case Kind.Module:
      for (const child of node.body) visit(child);
      return;
    case Kind.FunctionDef:
      for (const child of node.params) visit(child);
      if (node.returns !== null) visit(node.returns);
      for (const child of node.body) visit(child);
      for (const child of node.decorators) visit(child);
      for (const child of node.typeParams) visit(child);
      return;
    case Kind.ClassDef:
      for (const child of node.bases) visit(child);
      for (const child of node.keywords) visit(child);
      for (const child of node.body) visit(child);
      for (const child of node.decorators) visit(child);
      for (const child of node.typeParams) visit(child);
      return;
    case Kind.Return:
      if (node.value !== null) visit(node.value);
      return;
    case Kind.Delete:
      for (const child of node.targets) visit(child);
      return;
    case Kind.Assign:
      for (const child of node.targets) visit(child);
      visit(node.value);
      return;
    case Kind.AugAssign:
      visit(node.target);
      visit(node.value);
      return;
    case Kind.AnnAssign:
      visit(node.target);
      visit(node.annotation);
      if (node.value !== null) visit(node.value);
      return;
    case Kind.TypeAlias:
      visit(node.name);
      for (const child of node.typeParams) visit(child);
      visit(node.value);
      return;
    case Kind.For:
      visit(node.target);
      visit(node.iter);
      for (const child of node.body) visit(child);
      for (const child of node.orelse) visit(child);
      return;
    case Kind.While:
      visit(node.test);
      for (const child of node.body) visit(child);
      for (const child of node.orelse) visit(child);
      return;
    case Kind.If:
      visit(node.test);
      for (const child of node.body) visit(child);
      for (const child of node.orelse) visit(child);
      return;
    case Kind.With:
      for (const child of node.items) visit(child);
      for (const child of node.body) visit(child);
      return;
    case Kind.Match:
      visit(node.subject);
      for (const child of node.cases) visit(child);
      return;
    case Kind.Raise:
      if (node.exc !== null) visit(node.exc);
      if (node.cause !== null) visit(node.cause);
      return;
    case Kind.Try:
      for (const child of node.body) visit(child);
      for (const child of node.handlers) visit(child);
      for (const child of node.orelse) visit(child);
      for (const child of node.finalbody) visit(child);
      return;
    case Kind.Assert:
      visit(node.test);
      if (node.msg !== null) visit(node.msg);
      return;
    case Kind.Import:
      for (const child of node.names) visit(child);
      return;
    case Kind.ImportFrom:
      for (const child of node.names) visit(child);
      return;
    case Kind.ExprStmt:
      visit(node.value);
      return;
    case Kind.Magic:
      for (const child of node.body) visit(child);
      return;
    case Kind.ErrorStmt:
      for (const child of node.body) visit(child);
      return;
    case Kind.BoolOp:
      for (const child of node.values) visit(child);
      return;
    case Kind.NamedExpr:
      visit(node.target);
      visit(node.value);
      return;
    case Kind.BinOp:
      visit(node.left);
      visit(node.right);
      return;
    case Kind.UnaryOp:
      visit(node.operand);
      return;
    case Kind.Lambda:
      for (const child of node.params) visit(child);
      visit(node.body);
      return;
    case Kind.IfExp:
      visit(node.test);
      visit(node.body);
      visit(node.orelse);
      return;
    case Kind.Dict:
      for (const child of node.keys) if (child !== null) visit(child);
      for (const child of node.values) visit(child);
      return;
    case Kind.Set:
      for (const child of node.elts) visit(child);
      return;
    case Kind.ListComp:
      visit(node.elt);
      for (const child of node.generators) visit(child);
      return;
    case Kind.SetComp:
      visit(node.elt);
      for (const child of node.generators) visit(child);
      return;
    case Kind.DictComp:
      visit(node.key);
      visit(node.value);
      for (const child of node.generators) visit(child);
      return;
    case Kind.GeneratorExp:
      visit(node.elt);
      for (const child of node.generators) visit(child);
      return;
    case Kind.Await:
      visit(node.value);
      return;
    case Kind.Yield:
      if (node.value !== null) visit(node.value);
      return;
    case Kind.YieldFrom:
      visit(node.value);
      return;
    case Kind.Compare:
      visit(node.left);
      for (const child of node.comparators) visit(child);
      return;
    case Kind.Call:
      visit(node.func);
      for (const child of node.args) visit(child);
      for (const child of node.keywords) visit(child);
      return;
    case Kind.JoinedStr:
      for (const child of node.values) visit(child);
      return;
    case Kind.FormattedValue:
      visit(node.value);
      if (node.formatSpec !== null) visit(node.formatSpec);
      return;
    case Kind.Attribute:
      visit(node.value);
      return;
    case Kind.Subscript:
      visit(node.value);
      visit(node.slice);
      return;
    case Kind.Starred:
      visit(node.value);
      return;
    case Kind.List:
      for (const child of node.elts) visit(child);
      return;
    case Kind.Tuple:
      for (const child of node.elts) visit(child);
      return;
    case Kind.Slice:
      if (node.lower !== null) visit(node.lower);
      if (node.upper !== null) visit(node.upper);
      if (node.step !== null) visit(node.step);
      return;
    case Kind.MatchValue:
      visit(node.value);
      return;
    case Kind.MatchSequence:
      for (const child of node.patterns) visit(child);
      return;
    case Kind.MatchMapping:
      for (const child of node.keys) visit(child);
      for (const child of node.patterns) visit(child);
      return;
    case Kind.MatchClass:
      visit(node.cls);
      for (const child of node.patterns) visit(child);
      for (const child of node.kwdPatterns) visit(child);
      return;
    case Kind.MatchAs:
      if (node.pattern !== null) visit(node.pattern);
      return;
    case Kind.MatchOr:
      for (const child of node.patterns) visit(child);
      return;
    case Kind.Param:
      if (node.annotation !== null) visit(node.annotation);
      if (node.defaultValue !== null) visit(node.defaultValue);
      return;
    case Kind.Keyword:
      visit(node.value);
      return;
    case Kind.WithItem:
      visit(node.contextExpr);
      if (node.optionalVars !== null) visit(node.optionalVars);
      return;
    case Kind.MatchCase:
      visit(node.pattern);
      if (node.guard !== null) visit(node.guard);
      for (const child of node.body) visit(child);
      return;
    case Kind.Comprehension:
      visit(node.target);
      visit(node.iter);
      for (const child of node.ifs) visit(child);
      return;
    case Kind.ExceptHandler:
      if (node.type !== null) visit(node.type);
      for (const child of node.body) visit(child);
      return;
    case Kind.TypeParam:
      if (node.bound !== null) visit(node.bound);
      if (node.defaultValue !== null) visit(node.defaultValue);
      return;
    default:
      return;
  }
}

/** Pushes each direct child of `node` onto `stack`, in the order of the fields. */
export function pushChildren(node: Node, stack: Node[]): void {
  switch (node.kind) {
    case Kind.Module:
      for (const child of node.body) stack.push(child);
      return;
    case Kind.FunctionDef:
      for (const child of node.params) stack.push(child);
      if (node.returns !== null) stack.push(node.returns);
      for (const child of node.body) stack.push(child);
      for (const child of node.decorators) stack.push(child);
      for (const child of node.typeParams) stack.push(child);
      return;
    case Kind.ClassDef:
      for (const child of node.bases) stack.push(child);
      for (const child of node.keywords) stack.push(child);
      for (const child of node.body) stack.push(child);
      for (const child of node.decorators) stack.push(child);
      for (const child of node.typeParams) stack.push(child);
      return;
    case Kind.Return:
      if (node.value !== null) stack.push(node.value);
      return;
    case Kind.Delete:
      for (const child of node.targets) stack.push(child);
      return;
    case Kind.Assign:
      for (const child of node.targets) stack.push(child);
      stack.push(node.value);
      return;
    case Kind.AugAssign:
      stack.push(node.target);
      stack.push(node.value);
      return;
    case Kind.AnnAssign:
      stack.push(node.target);
      stack.push(node.annotation);
      if (node.value !== null) stack.push(node.value);
      return;
    case Kind.TypeAlias:
      stack.push(node.name);
      for (const child of node.typeParams) stack.push(child);
      stack.push(node.value);
      return;
    case Kind.For:
      stack.push(node.target);
      stack.push(node.iter);
      for (const child of node.body) stack.push(child);
      for (const child of node.orelse) stack.push(child);
      return;
    case Kind.While:
      stack.push(node.test);
      for (const child of node.body) stack.push(child);
      for (const child of node.orelse) stack.push(child);
      return;
    case Kind.If:
      stack.push(node.test);
      for (const child of node.body) stack.push(child);
      for (const child of node.orelse) stack.push(child);
      return;
    case Kind.With:
      for (const child of node.items) stack.push(child);
      for (const child of node.body) stack.push(child);
      return;
    case Kind.Match:
      stack.push(node.subject);
      for (const child of node.cases) stack.push(child);
      return;
    case Kind.Raise:
      if (node.exc !== null) stack.push(node.exc);
      if (node.cause !== null) stack.push(node.cause);
      return;
    case Kind.Try:
      for (const child of node.body) stack.push(child);
      for (const child of node.handlers) stack.push(child);
      for (const child of node.orelse) stack.push(child);
      for (const child of node.finalbody) stack.push(child);
      return;
    case Kind.Assert:
      stack.push(node.test);
      if (node.msg !== null) stack.push(node.msg);
      return;
    case Kind.Import:
      for (const child of node.names) stack.push(child);
      return;
    case Kind.ImportFrom:
      for (const child of node.names) stack.push(child);
      return;
    case Kind.ExprStmt:
      stack.push(node.value);
      return;
    case Kind.Magic:
      for (const child of node.body) stack.push(child);
      return;
    case Kind.ErrorStmt:
      for (const child of node.body) stack.push(child);
      return;
    case Kind.BoolOp:
      for (const child of node.values) stack.push(child);
      return;
    case Kind.NamedExpr:
      stack.push(node.target);
      stack.push(node.value);
      return;
    case Kind.BinOp:
      stack.push(node.left);
      stack.push(node.right);
      return;
    case Kind.UnaryOp:
      stack.push(node.operand);
      return;
    case Kind.Lambda:
      for (const child of node.params) stack.push(child);
      stack.push(node.body);
      return;
    case Kind.IfExp:
      stack.push(node.test);
      stack.push(node.body);
      stack.push(node.orelse);
      return;
    case Kind.Dict:
      for (const child of node.keys) if (child !== null) stack.push(child);
      for (const child of node.values) stack.push(child);
      return;
    case Kind.Set:
      for (const child of node.elts) stack.push(child);
      return;
    case Kind.ListComp:
      stack.push(node.elt);
      for (const child of node.generators) stack.push(child);
      return;
    case Kind.SetComp:
      stack.push(node.elt);
      for (const child of node.generators) stack.push(child);
      return;
    case Kind.DictComp:
      stack.push(node.key);
      stack.push(node.value);
      for (const child of node.generators) stack.push(child);
      return;
    case Kind.GeneratorExp:
      stack.push(node.elt);
      for (const child of node.generators) stack.push(child);
      return;
    case Kind.Await:
      stack.push(node.value);
      return;
    case Kind.Yield:
      if (node.value !== null) stack.push(node.value);
      return;
    case Kind.YieldFrom:
      stack.push(node.value);
      return;
    case Kind.Compare:
      stack.push(node.left);
      for (const child of node.comparators) stack.push(child);
      return;
    case Kind.Call:
      stack.push(node.func);
      for (const child of node.args) stack.push(child);
      for (const child of node.keywords) stack.push(child);
      return;
    case Kind.JoinedStr:
      for (const child of node.values) stack.push(child);
      return;
    case Kind.FormattedValue:
      stack.push(node.value);
      if (node.formatSpec !== null) stack.push(node.formatSpec);
      return;
    case Kind.Attribute:
      stack.push(node.value);
      return;
    case Kind.Subscript:
      stack.push(node.value);
      stack.push(node.slice);
      return;
    case Kind.Starred:
      stack.push(node.value);
      return;
    case Kind.List:
      for (const child of node.elts) stack.push(child);
      return;
    case Kind.Tuple:
      for (const child of node.elts) stack.push(child);
      return;
    case Kind.Slice:
      if (node.lower !== null) stack.push(node.lower);
      if (node.upper !== null) stack.push(node.upper);
      if (node.step !== null) stack.push(node.step);
      return;
    case Kind.MatchValue:
      stack.push(node.value);
      return;
    case Kind.MatchSequence:
      for (const child of node.patterns) stack.push(child);
      return;
    case Kind.MatchMapping:
      for (const child of node.keys) stack.push(child);
      for (const child of node.patterns) stack.push(child);
      return;
    case Kind.MatchClass:
      stack.push(node.cls);
      for (const child of node.patterns) stack.push(child);
      for (const child of node.kwdPatterns) stack.push(child);
      return;
    case Kind.MatchAs:
      if (node.pattern !== null) stack.push(node.pattern);
      return;
    case Kind.MatchOr:
      for (const child of node.patterns) stack.push(child);
      return;
    case Kind.Param:
      if (node.annotation !== null) stack.push(node.annotation);
      if (node.defaultValue !== null) stack.push(node.defaultValue);
      return;
    case Kind.Keyword:
      stack.push(node.value);
      return;
    case Kind.WithItem:
      stack.push(node.contextExpr);
      if (node.optionalVars !== null) stack.push(node.optionalVars);
      return;
    case Kind.MatchCase:
      stack.push(node.pattern);
      if (node.guard !== null) stack.push(node.guard);
      for (const child of node.body) stack.push(child);
      return;
    case Kind.Comprehension:
      stack.push(node.target);
      stack.push(node.iter);
      for (const child of node.ifs) stack.push(child);
      return;
    case Kind.ExceptHandler:
      if (node.type !== null) stack.push(node.type);
      for (const child of node.body) stack.push(child);
      return;
    case Kind.TypeParam:
      if (node.bound !== null) stack.push(node.bound);
      if (node.defaultValue !== null) stack.push(node.defaultValue);
      return;
    default:
      return;
  }
}

/** Moves one node (not its children) by `delta`. Only for the owner of the tree, when it reuses statements after an edit. */
export function shiftNode(node: Node, delta: number): void {
  const moved = node as { start: number; end: number };
  moved.start += delta;
  moved.end += delta;
  switch (node.kind) {
    case Kind.FunctionDef:
      (node as { nameStart: number }).nameStart += delta;
      return;
    case Kind.ClassDef:
      (node as { nameStart: number }).nameStart += delta;
      return;
    case Kind.FormattedValue:
      if (node.debugEnd !== 0) (node as { debugEnd: number }).debugEnd += delta;
      return;
    case Kind.Attribute:
      (node as { attrStart: number }).attrStart += delta;
      return;
    case Kind.Param:
      (node as { argEnd: number }).argEnd += delta;
      return;
    default:
      return;
  }
}
