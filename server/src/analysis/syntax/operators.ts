// The small enumerations that nodes of the tree carry.

/** `BoolOp.op` */
export const enum BooleanOperator {
  And,
  Or,
}

/** `BinOp.op` and `AugAssign.op` */
export const enum BinaryOperator {
  Add,
  Sub,
  Mult,
  Div,
  FloorDiv,
  Mod,
  MatMult,
  BitAnd,
  BitOr,
  BitXor,
  LShift,
  RShift,
  Pow,
}

/** `UnaryOp.op` */
export const enum UnaryOperator {
  Not,
  UAdd,
  USub,
  Invert,
}

/** `Compare.ops` */
export const enum CompareOperator {
  Eq,
  NotEq,
  Lt,
  LtE,
  Gt,
  GtE,
  Is,
  IsNot,
  In,
  NotIn,
}

/** `Const.value` and `MatchSingleton.value` */
export const enum ConstValue {
  None,
  True,
  False,
  Ellipsis,
}

/** `Name.ctx` */
export const enum NameContext {
  Load,
  Store,
  Del,
}

/** `Param.paramKind` */
export const enum ParamKind {
  PositionalOnly,
  Positional,
  VarArgs,
  KeywordOnly,
  KwArgs,
}

/** `TypeParam.typeParamKind` */
export const enum TypeParamKind {
  TypeVar,
  ParamSpec,
  TypeVarTuple,
}

/** `Num.flags` */
export const enum NumberKind {
  Int,
  Float,
  Imaginary,
}

/** `Str.flags` and `JoinedStr.flags`, added together */
export const enum StringFlag {
  Raw = 1,
  Bytes = 2,
  Format = 4,
  Template = 8,
  Triple = 32,
  /** Holds a backslash: the value is not the text between the quotes. */
  Escaped = 64,
  /** Several literals side by side (`'a' 'b'`). */
  Concatenated = 128,
  Unterminated = 256,
}
