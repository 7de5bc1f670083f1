// Execution providers that sessions are given: the names that are written out, and sessions that are given none.
import { Kind } from '../syntax';
import type { Call, Expr } from '../syntax';
import { callForm } from '../calls';
import type { Module } from '../module';
import { ACCELERATED_PACKAGES } from '../../knowledge/onnx';
import { sessionCalls, sessionsOf } from './sessions';
import { writtenName } from './writtenNames';
import type { WrittenName } from './writtenNames';

/** Names in `providers=[…]` of sessions and in `session.set_providers([…])`, each place once. */
export function providerNames(module: Module): readonly WrittenName[] {
  const lists: (Expr | null)[] = sessionCalls(module).map((call) =>
    callForm(call, module.source).argument(2, 'providers'),
  );
  for (const call of module.methodCalls('set_providers'))
    if (sessionsOf(module, call.receiver) !== null) lists.push(call.argument(0, 'providers'));
  const names = new Map<number, WrittenName>();
  for (const list of lists) for (const name of namesIn(module, list)) names.set(name.at.start, name);
  return [...names.values()].sort((a, b) => a.at.start - b.at.start);
}

function namesIn(module: Module, given: Expr | null): readonly WrittenName[] {
  const list = given === null ? null : module.definition(given);
  if (list?.kind === Kind.IfExp) return [...namesIn(module, list.body), ...namesIn(module, list.orelse)];
  if (list?.kind !== Kind.List && list?.kind !== Kind.Tuple) return [];
  return list.elts.flatMap((element) => {
    const pair = module.definition(element);
    const name = pair.kind === Kind.Tuple ? (pair.elts[0] ?? null) : element;
    return writtenName(module, name) ?? [];
  });
}

/** Sessions without any `providers=`, where the project has a build with more than the CPU. */
export function sessionsWithoutProviders(
  module: Module,
  calls: readonly Call[],
): readonly { readonly call: Call; readonly distribution: string }[] {
  const distribution = ACCELERATED_PACKAGES.find((name) => module.environment.versionOf(name).state !== 'unknown');
  if (distribution === undefined || module.methodCalls('set_providers').length > 0) return [];
  return calls
    .filter((call) => {
      const form = callForm(call, module.source);
      return !form.hidden && form.argument(2, 'providers') === null;
    })
    .map((call) => ({ call, distribution }));
}
