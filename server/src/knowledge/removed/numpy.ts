// Names and methods that NumPy no longer has.
import type { RemovalTable } from './table';
import { gone, renames } from './table';

export const numpyRemoved: RemovalTable = {
  library: 'NumPy',
  distributions: ['numpy'],
  package: 'numpy',
  releases: [
    ['1.18', '2019-12'],
    ['1.19', '2020-06'],
    ['1.20', '2021-01'],
    ['1.21', '2021-06'],
    ['1.22', '2021-12'],
    ['1.23', '2022-06'],
    ['1.24', '2022-12'],
    ['1.25', '2023-06'],
    ['1.26', '2023-09'],
    ['2.0', '2024-06'],
    ['2.1', '2024-08'],
    ['2.2', '2024-12'],
    ['2.3', '2025-06'],
    ['2.4', '2025-12'],
  ],
  source: 'https://numpy.org/doc/stable/numpy_2_0_migration_guide.html and the release notes of each version',
  names: [
    { name: 'numpy.rank', removed: '1.18', to: 'numpy.ndim' },
    ...gone(
      '1.20',
      `numpy.fv numpy.ipmt numpy.irr numpy.mirr numpy.nper numpy.npv numpy.pmt numpy.ppmt numpy.pv numpy.rate`,
      'it moved to the package `numpy_financial`',
    ),
    { name: 'numpy.asscalar', removed: '1.23', instead: 'use `a.item()`', call: { arguments: 1, text: '{0}.item()' } },
    { name: 'numpy.alen', removed: '1.23', instead: 'use `len`', call: { arguments: 1, text: 'len({0})' } },
    ...renames(
      '1.24',
      `numpy.int → builtins.int
       numpy.float → builtins.float
       numpy.complex → builtins.complex
       numpy.object → builtins.object
       numpy.str → builtins.str
       numpy.unicode → builtins.str`,
    ),
    { name: 'numpy.typeDict', removed: '1.24', to: 'numpy.sctypeDict' },
    // These two are names of NumPy's own types again.
    { name: 'numpy.bool', removed: '1.24', back: '2.0', to: 'builtins.bool' },
    { name: 'numpy.long', removed: '1.24', back: '2.0', to: 'builtins.int' },
    ...renames(
      '2.0',
      `numpy.float_ → numpy.float64
       numpy.complex_ → numpy.complex128
       numpy.cfloat → numpy.complex128
       numpy.singlecomplex → numpy.complex64
       numpy.longfloat → numpy.longdouble
       numpy.longcomplex → numpy.clongdouble
       numpy.clongfloat → numpy.clongdouble
       numpy.string_ → numpy.bytes_
       numpy.unicode_ → numpy.str_
       numpy.Inf → numpy.inf
       numpy.Infinity → numpy.inf
       numpy.infty → numpy.inf
       numpy.PINF → numpy.inf
       numpy.NaN → numpy.nan
       numpy.NAN → numpy.nan
       numpy.mat → numpy.asmatrix
       numpy.product → numpy.prod
       numpy.cumproduct → numpy.cumprod
       numpy.alltrue → numpy.all
       numpy.sometrue → numpy.any
       numpy.round_ → numpy.round
       numpy.issubclass_ → builtins.issubclass
       numpy.issubsctype → numpy.issubdtype
       numpy.safe_eval → ast.literal_eval
       numpy.bool8 → numpy.bool_
       numpy.int0 → numpy.intp
       numpy.uint0 → numpy.uintp
       numpy.object0 → numpy.object_
       numpy.str0 → numpy.str_
       numpy.bytes0 → numpy.bytes_
       numpy.void0 → numpy.void
       numpy.DataSource → numpy.lib.npyio.DataSource
       numpy.byte_bounds → numpy.lib.array_utils.byte_bounds
       numpy.compare_chararrays → numpy.char.compare_chararrays
       numpy.format_parser → numpy.rec.format_parser
       numpy.AxisError → numpy.exceptions.AxisError
       numpy.ComplexWarning → numpy.exceptions.ComplexWarning
       numpy.ModuleDeprecationWarning → numpy.exceptions.ModuleDeprecationWarning
       numpy.RankWarning → numpy.exceptions.RankWarning
       numpy.TooHardError → numpy.exceptions.TooHardError
       numpy.VisibleDeprecationWarning → numpy.exceptions.VisibleDeprecationWarning
       numpy.add_newdoc → numpy.lib.add_newdoc
       numpy.tracemalloc_domain → numpy.lib.tracemalloc_domain
       numpy.lib.pad → numpy.pad`,
    ),
    { name: 'numpy.NINF', removed: '2.0', text: '-{root}.inf' },
    { name: 'numpy.PZERO', removed: '2.0', text: '0.0' },
    { name: 'numpy.NZERO', removed: '2.0', text: '-0.0' },
    {
      name: 'numpy.asfarray',
      removed: '2.0',
      instead: 'use `np.asarray(a, dtype=float)`',
      call: { arguments: 1, text: '{root}.asarray({0}, dtype=float)' },
    },
    {
      name: 'numpy.msort',
      removed: '2.0',
      instead: 'use `np.sort(a, axis=0)`',
      call: { arguments: 1, text: '{root}.sort({0}, axis=0)' },
    },
    {
      name: 'numpy.fastCopyAndTranspose',
      removed: '2.0',
      instead: 'use `a.T.copy()`',
      call: { arguments: 1, text: '{0}.T.copy()' },
    },
    ...gone('2.0', 'numpy.find_common_type', 'use `np.result_type` or `np.promote_types`'),
    ...gone('2.0', 'numpy.cast', 'use `np.asarray(a, dtype=…)`'),
    ...gone('2.0', 'numpy.recfromcsv numpy.recfromtxt', 'use `np.genfromtxt`'),
    ...gone('2.0', 'numpy.sctypes', 'name the types you mean'),
    ...gone('2.0', 'numpy.nbytes', 'use `np.dtype(…).itemsize`'),
    ...gone('2.0', 'numpy.obj2sctype', 'use `np.dtype(…).type`'),
    ...gone('2.0', 'numpy.sctype2char', 'use `np.dtype(…).char`'),
    ...gone('2.0', 'numpy.maximum_sctype', 'name the type you mean'),
    ...gone('2.0', 'numpy.set_string_function', 'use `np.set_printoptions(formatter=…)`'),
    ...gone('2.0', 'numpy.deprecate numpy.deprecate_with_doc', 'warn with `warnings.warn`'),
    ...gone('2.0', 'numpy.geterrobj numpy.seterrobj', 'use `np.errstate`'),
    ...gone('2.0', 'numpy.source', 'use `inspect.getsource`'),
    ...gone('2.0', 'numpy.who numpy.lookfor numpy.disp numpy.MachAr numpy.set_numeric_ops', 'nothing takes its place'),
    { name: 'numpy.trapz', removed: '2.4', to: 'numpy.trapezoid' },
    // The same for arrays of one dimension; of more, `isin` keeps the shape.
    { name: 'numpy.in1d', removed: '2.4', to: 'numpy.isin', unsafe: true },
  ],
  arguments: [],
  members: [
    {
      of: ['numpy.ndarray'],
      member: 'ptp',
      removed: '2.0',
      instead: 'use `np.ptp(a)`',
      call: { arguments: 0, text: '{root}.ptp({self})', imports: 'import numpy as np' },
    },
    { of: ['numpy.ndarray'], member: 'newbyteorder', removed: '2.0', instead: 'use `a.view(a.dtype.newbyteorder(…))`' },
    { of: ['numpy.ndarray'], member: 'itemset', removed: '2.0', instead: 'assign: `a[i] = value`' },
    { of: ['numpy.ndarray'], member: 'tostring', removed: '2.3', to: 'tobytes' },
  ],
};
