// The shape rule of each operator, by domain and name.
import { CLASSICAL } from './classical';
import { CONTROL } from './control';
import { CONTRIBUTED_ELEMENTWISE, ELEMENTWISE } from './elementwise';
import { LAYOUT } from './layout';
import { CONTRIBUTED_LINEAR, LINEAR } from './linear';
import type { Rule } from './operation';
import { CONTRIBUTED_REDUCE, REDUCE } from './reduce';
import { CONTRIBUTED_SPATIAL, SPATIAL } from './spatial';

const STANDARD = new Map([...ELEMENTWISE, ...SPATIAL, ...LINEAR, ...LAYOUT, ...REDUCE, ...CONTROL]);

const RULES: ReadonlyMap<string, ReadonlyMap<string, Rule>> = new Map([
  ['', STANDARD],
  ['ai.onnx', STANDARD],
  ['ai.onnx.ml', new Map(CLASSICAL)],
  [
    'com.microsoft',
    new Map([...CONTRIBUTED_ELEMENTWISE, ...CONTRIBUTED_SPATIAL, ...CONTRIBUTED_LINEAR, ...CONTRIBUTED_REDUCE]),
  ],
]);

/** The rule of an operator; null where there is none, and its outputs stay unknown. */
export const ruleOf = (domain: string, operator: string): Rule | null => RULES.get(domain)?.get(operator) ?? null;
