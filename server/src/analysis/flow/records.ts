// Records of what a program did with its data: the splits it made, what it fitted, and what it evaluated.
import type { Span } from '../text';
import type { Influence, Influences } from './influence';
import type { Rows } from './rows/rows';
import type { ColumnSelection } from './data';
import type { EstimatorRole } from './value';

/** Rows were divided: train_test_split, a splitter's loop, random_split. */
export interface Split {
  readonly at: Span;
  readonly key: string;
  /** Every place that makes this same split (equal rows, seed and size); known when the program has been followed. */
  sites: readonly Span[];
  /** `train_test_split`, `KFold`. */
  readonly name: string;
  readonly rows: Rows;
  /** Draws at random (as far as can be seen). */
  readonly shuffled: boolean;
  /** Keeps groups together, or the classes' shares. */
  readonly groups: boolean;
  readonly stratified: boolean;
  /** What went into the parts: notes of time order, repeated rows. */
  readonly influences: Influences;
  /** Those of them that went into the features: the first array. */
  readonly ofFeatures: Influences;
  /** Parts of one pass of cross-validation. */
  readonly folds: boolean;
}

export interface Fit {
  readonly id: number;
  readonly at: Span;
  /** The object fitted. */
  readonly estimator: number;
  readonly name: string;
  readonly role: EstimatorRole;
  /** Rows of the features; the label's where the features have none. */
  readonly rows: Rows;
  /** Of the features, and of the label what `ofLabel` in `api/record.ts` keeps. */
  readonly influences: Influences;
  readonly supervised: boolean;
  /** Where the estimator was made. */
  readonly made: Span | null;
  readonly features: ColumnSelection | null;
  readonly target: string | null;
  readonly targetSelection: ColumnSelection | null;
}

export type EvaluationMethod = 'predict' | 'score' | 'validation' | 'cross-validation' | 'search';

/** A fitted model met rows: their predictions, or their score. */
export interface Evaluation {
  readonly id: number;
  readonly at: Span;
  readonly method: EvaluationMethod;
  /** As written: `predict_proba`, `eval_set`. */
  readonly name: string;
  readonly model: string;
  readonly estimator: number;
  /** What the model had been fitted on by then; one entry but for joined branches. */
  readonly fits: readonly Fit[];
  readonly rows: Rows;
  /** Of the features, and of the label what `ofLabel` in `api/record.ts` keeps. */
  readonly influences: Influences;
  /** Where its value reached a metric; known when the program has been followed. */
  metrics: readonly Span[];
  /** The label's column. */
  readonly target: string | null;
  /** Training stopped, or kept its best weights, by these rows. */
  readonly stops: boolean;
}

/** A site where something was fitted or evaluated, and whether the engine saw rows there. */
export interface Reach {
  readonly at: Span;
  readonly what: 'fit' | 'evaluation';
  readonly reached: boolean;
  readonly rows: boolean;
}

/** A statistic over rows that are divided after it. */
export interface Learnt {
  readonly influence: Influence;
  readonly split: Split | null;
}

/** One leak: a statistic, and the model and evaluation it reached. */
export interface Leak extends Learnt {
  readonly fit: Fit;
  readonly evaluation: Evaluation;
  /** Train and test rows together, or the test side's own. */
  readonly scope: 'both' | 'test' | 'folds';
  /** The rows evaluated come from a source of their own. */
  readonly separateSource: boolean;
  /** They are predicted without a score, and nobody seems to have their labels. */
  readonly onlyPredicted: boolean;
}
