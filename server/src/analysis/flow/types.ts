// The types of the flow engine that rules may name.
export type { Influence, Influences, InfluenceKind } from './influence';
export type { Evaluation, EvaluationMethod, Fit, Leak, Learnt, Reach, Split } from './records';
export type { Atom, Rows, Source, Step } from './rows/rows';
export type { ColumnSelection, DataKind } from './data';
export type { EstimatorRole } from './value';
export type { ValueSummary } from './summary';
