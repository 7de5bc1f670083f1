// Moving an argument of `fit` into the constructor of the estimator.
import { Kind } from '../syntax';
import type { Keyword } from '../syntax';
import { callForm } from '../calls';
import type { CallForm } from '../calls';
import type { Module } from '../module';
import type { Edit } from '../text';
import { removeArgument } from './edits';

/**
 * Only where the constructor is the one value the receiver has, in the same file, and the argument is a literal: what it
 * names may not exist yet where the estimator is made, and one estimator may be fitted twice.
 */
export function intoConstructor(module: Module, call: CallForm, keyword: Keyword): readonly Edit[] | null {
  const { func } = call.node;
  if (func.kind !== Kind.Attribute || func.value.kind !== Kind.Name || keyword.arg === null) return null;
  const made = module.definition(func.value);
  if (made.kind !== Kind.Call) return null;
  const constructor = callForm(made, module.source);
  if (constructor.has(keyword.arg) || !isPlain(module, keyword)) return null;
  const { id } = func.value;
  const fits = module.methodCalls('fit').filter(({ receiver }) => receiver.kind === Kind.Name && receiver.id === id);
  if (fits.length !== 1) return null;
  return [constructor.addKeyword(module.textOf(keyword)), removeArgument(module, call.node, keyword)];
}

function isPlain(module: Module, { value }: Keyword): boolean {
  if (value.kind === Kind.List) return value.elts.every(({ kind }) => kind === Kind.Str || kind === Kind.Num);
  return value.kind === Kind.Str || value.kind === Kind.Num || value.kind === Kind.Const;
}
