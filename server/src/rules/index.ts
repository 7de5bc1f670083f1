// All rules, in the order of the documentation. A test checks that the list is complete.
import type { Rule } from './rule';

export const rules: readonly Rule[] = [];
