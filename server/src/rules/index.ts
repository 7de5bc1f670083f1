// All rules, in the order of the documentation. A test checks that the list is complete.
import nanEquality from './dataframe/nan-equality';
import aucOnLabels from './evaluation/auc-on-labels';
import useBeforeDefinition from './notebook/use-before-definition';
import unknownInputName from './onnx/unknown-input-name';
import unseededSplit from './reproducibility/unseeded-split';
import unsafeTorchLoad from './security/unsafe-torch-load';
import missingZeroGrad from './training/missing-zero-grad';
import type { Rule } from './rule';

export const rules: readonly Rule[] = [
  aucOnLabels,
  unseededSplit,
  missingZeroGrad,
  nanEquality,
  useBeforeDefinition,
  unsafeTorchLoad,
  unknownInputName,
];
