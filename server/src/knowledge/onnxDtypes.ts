// Element types as NumPy and PyTorch write them, by ONNX's names.

/** `dtype=` as a string: names and the short codes of the array interface. */
const TEXTS: Readonly<Record<string, string>> = {
  float: 'float64',
  double: 'float64',
  single: 'float32',
  half: 'float16',
  f: 'float32',
  d: 'float64',
  e: 'float16',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  int: 'int64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  '?': 'bool',
  str: 'string',
};

const PLAIN = [
  'float16',
  'float32',
  'float64',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'bool',
];

/** Full names of types: NumPy's scalar types, Python's, and torch's dtypes. */
const NAMED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(PLAIN.flatMap((name) => [`numpy.${name}`, `torch.${name}`].map((full) => [full, name]))),
  'numpy.bool_': 'bool',
  'numpy.half': 'float16',
  'numpy.single': 'float32',
  'numpy.double': 'float64',
  'numpy.float': 'float64',
  'numpy.float_': 'float64',
  'numpy.int': 'int64',
  'numpy.int_': 'int64',
  'numpy.intc': 'int32',
  'numpy.longlong': 'int64',
  'numpy.ubyte': 'uint8',
  'numpy.byte': 'int8',
  'numpy.short': 'int16',
  'numpy.str_': 'string',
  'numpy.str': 'string',
  'builtins.float': 'float64',
  'builtins.int': 'int64',
  'builtins.bool': 'bool',
  'builtins.str': 'string',
  'torch.float': 'float32',
  'torch.double': 'float64',
  'torch.half': 'float16',
  'torch.bfloat16': 'bfloat16',
  'torch.short': 'int16',
  'torch.int': 'int32',
  'torch.long': 'int64',
};

/** The type a string names (`'float32'`, `'<f4'`); null if it names none of ours. */
export function dtypeOfText(text: string): string | null {
  const plain = text.replace(/^[<>=|]/, '');
  return PLAIN.includes(plain) ? plain : Object.hasOwn(TEXTS, plain) ? TEXTS[plain]! : null;
}

/** The type a full name means (`numpy.float32`, `torch.long`, `builtins.float`); null if it means none. */
export function dtypeOfName(name: string): string | null {
  return Object.hasOwn(NAMED, name) ? NAMED[name]! : null;
}

/** How NumPy writes an element type of ONNX, behind `np.`; null for types NumPy lacks. */
export function numpyName(elementType: string): string | null {
  if (elementType === 'bool') return 'bool_';
  return PLAIN.includes(elementType) ? elementType : null;
}

/** How a tensor of torch is turned into an element type; null if there is no short way. */
export function torchName(elementType: string): string | null {
  return PLAIN.includes(elementType) || elementType === 'bfloat16' ? `torch.${elementType}` : null;
}

export const isFloatDtype = (dtype: string): boolean => /^b?float/.test(dtype);
export const isIntegerDtype = (dtype: string): boolean => /^u?int/.test(dtype);

/**
 * NumPy's type for two arrays of one dimension or more; null where it is none of the common cases.
 * https://numpy.org/doc/stable/reference/arrays.promotion.html
 */
export function promoted(a: string, b: string): string | null {
  if (a === b) return a;
  const pair = [a, b];
  if (pair.includes('float64')) return pair.every(isNumber) ? 'float64' : null;
  if (!pair.includes('float32')) return null;
  const other = a === 'float32' ? b : a;
  if (['float16', 'bool', 'int8', 'uint8', 'int16', 'uint16'].includes(other)) return 'float32';
  return isIntegerDtype(other) ? 'float64' : null;
}

function isNumber(dtype: string): boolean {
  return isFloatDtype(dtype) || isIntegerDtype(dtype) || dtype === 'bool';
}
