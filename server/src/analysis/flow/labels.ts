// Labels: fits whose features hold the label's own column.
import type { Flow } from './index';
import type { Fit } from './records';

export interface LabelFeature {
  readonly fit: Fit;
  readonly column: string;
}

/** One a place. Only where both sides are known columns of the same table, and the label is the column itself. */
export function findLabelFeatures({ fits }: Flow): readonly LabelFeature[] {
  const found = new Map<number, LabelFeature>();
  for (const fit of fits) {
    const { features, target, targetSelection, role } = fit;
    if (features === null || target === null || targetSelection === null || features.origin !== targetSelection.origin)
      continue;
    if (role !== 'model' && role !== 'search' && role !== 'network') continue;
    const included = features.only === null ? !features.without.has(target) : features.only.has(target);
    if (included && !found.has(fit.at.start)) found.set(fit.at.start, { fit, column: target });
  }
  return [...found.values()];
}

/** Whether a model of this class predicts classes. */
export function isClassifier(name: string): boolean {
  return /Classifier$|^LogisticRegression|SVC$|NB$|^(LinearDiscriminantAnalysis|QuadraticDiscriminantAnalysis|Perceptron)$/.test(
    name,
  );
}
