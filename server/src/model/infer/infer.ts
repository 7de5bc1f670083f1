// Shape inference: the types of all tensors of a model, as far as they follow from its inputs. Honestly blank elsewhere.
import { elementCount } from '../elements';
import { functionKey } from '../graph/indexGraph';
import type { GraphPath } from '../graph/types';
import type { Attribute, Graph, GraphNode, Initializer, Model, Opset, ValueInfo, ValueType } from '../model';
import { foldValues, MOST_KNOWN } from './fold';
import type { Known, Operation } from './operation';
import { inOrder } from './order';
import { ruleOf } from './rules';
import { eitherType } from './shape';
import { disagreement, fedType, mergeTypes, statedType } from './stated';

export interface InferOptions {
  /** The values of a small stored tensor; null where they cannot be had. */
  readonly values: (tensor: Initializer) => readonly (number | bigint)[] | null;
  /** Shapes that inputs are fed with; symbols of the file get their sizes from them. */
  readonly fed?: ReadonlyMap<string, readonly number[]>;
  /** Leave out what the file says about all but its inputs and weights. */
  readonly inputsOnly?: boolean;
}

/** A tensor whose stated shape is not the one that the graph gives it. */
export interface Disagreement {
  readonly tensor: string;
  readonly stated: ValueType;
  readonly inferred: ValueType;
}

export interface Inference {
  /** Types of the tensors of the graph at a path, by name; what is not known is not in it. */
  readonly types: (path: GraphPath) => ReadonlyMap<string, ValueType>;
  /** Of the main graph. */
  readonly disagreements: readonly Disagreement[];
  /** Operators without a rule, by domain and name, and how many nodes have them. */
  readonly unknownOperators: ReadonlyMap<string, number>;
}

/** Nodes looked at altogether, those of loops and functions each time again. */
const MOST_VISITS = 200_000;
const MOST_DEPTH = 24;

interface Scope {
  readonly path: GraphPath;
  readonly types: Map<string, ValueType>;
  readonly known: Map<string, Known | null>;
  readonly initializers: ReadonlyMap<string, Initializer>;
  readonly outer: Scope | null;
  readonly stated: ReadonlyMap<string, ValueType>;
  /** What the caller of a function gives its attributes. */
  readonly attributes: ReadonlyMap<string, Attribute['value']>;
  readonly opsets: readonly Opset[];
  readonly depth: number;
}

/** Infers what it can. Never throws on what a file may hold. */
export function inferTypes(model: Model, options: InferOptions): Inference {
  const found = new Map<string, Map<string, ValueType>>();
  const unknownOperators = new Map<string, number>();
  const disagreements: Disagreement[] = [];
  const functions = new Map(model.functions.map((each, index) => [functionKey(each), index]));
  const fed = options.fed ?? new Map<string, readonly number[]>();
  const symbols = new Map<string, number>();
  /** Functions that are being gone through: none may call itself. */
  const active = new Set<number>();
  let visits = 0;

  for (const { name, type } of model.graph.inputs) {
    const shape = fed.get(name);
    if (shape === undefined || type.kind !== 'tensor') continue;
    type.shape?.forEach((size, axis) => typeof size === 'string' && symbols.set(size, shape[axis] ?? -1));
  }

  const main = scopeOf(model.graph, [], null, model.opsets, new Map());
  for (const { name, type } of model.graph.inputs) {
    if (main.initializers.has(name)) continue;
    main.types.set(name, fedType(statedType(type, new Map()), fed.get(name), symbols));
  }
  visit(model.graph.nodes, main);
  return { types: (path) => found.get(JSON.stringify(path)) ?? new Map(), disagreements, unknownOperators };

  function scopeOf(
    graph: Pick<Graph, 'values' | 'outputs' | 'initializers' | 'sparseInitializers'>,
    path: GraphPath,
    outer: Scope | null,
    opsets: readonly Opset[],
    attributes: Scope['attributes'],
  ): Scope {
    const stored = [
      ...graph.initializers,
      ...graph.sparseInitializers.map(({ name, values }) => ({ ...values, name })),
    ];
    const types = new Map<string, ValueType>();
    for (const { name, elementType, shape } of graph.initializers)
      types.set(name, { kind: 'tensor', elementType, shape });
    for (const { name, values, shape } of graph.sparseInitializers)
      types.set(name, { kind: 'tensor', elementType: values.elementType, shape });
    const stated = new Map<string, ValueType>();
    const sources: readonly ValueInfo[] = options.inputsOnly ? [] : [...graph.values, ...graph.outputs];
    for (const { name, type } of sources) stated.set(name, statedType(type, symbols));
    return {
      path,
      types,
      known: new Map(),
      initializers: new Map(stored.map((tensor) => [tensor.name, tensor])),
      outer,
      stated,
      attributes,
      opsets,
      depth: (outer?.depth ?? -1) + 1,
    };
  }

  function visit(nodes: readonly GraphNode[], scope: Scope): void {
    for (const [index, node] of inOrder(nodes)) {
      if (++visits > MOST_VISITS) break;
      const operation = operationOf(node, index, scope);
      const called = functions.get(functionKey({ name: node.operator, domain: node.domain, overload: node.overload }));
      const types = (called === undefined ? ruled(operation) : call(called, operation, scope)).map(possible);
      const known = called === undefined ? foldValues(operation, types) : [];
      for (const [place, name] of node.outputs.entries()) {
        if (name === '') continue;
        settle(scope, name, types[place] ?? null);
        if (known[place]) scope.known.set(name, known[place]);
      }
    }
    const key = JSON.stringify(scope.path);
    const before = scope.path.some((step) => 'function' in step) ? found.get(key) : undefined;
    found.set(key, before === undefined ? scope.types : bothOf(before, scope.types));
  }

  function ruled(operation: Operation): readonly (ValueType | null)[] {
    const { domain, operator } = operation.node;
    const rule = ruleOf(domain, operator);
    if (rule !== null) return rule(operation);
    const name = domain === '' ? operator : `${domain}.${operator}`;
    unknownOperators.set(name, (unknownOperators.get(name) ?? 0) + 1);
    return [];
  }

  function settle(scope: Scope, name: string, inferred: ValueType | null): void {
    const stated = scope.stated.get(name) ?? null;
    const type = mergeTypes(stated, inferred);
    if (type !== null) scope.types.set(name, type);
    if (stated !== null && inferred !== null && scope.depth === 0 && disagreement(stated, inferred)) {
      disagreements.push({ tensor: name, stated, inferred });
    }
  }

  function typeOf(scope: Scope | null, name: string): ValueType | null {
    for (let at = scope; at !== null; at = at.outer) {
      const type = at.types.get(name);
      if (type !== undefined) return type;
    }
    return null;
  }

  function knownOf(scope: Scope | null, name: string): Known | null {
    for (let at = scope; at !== null; at = at.outer) {
      const known = at.known.get(name);
      if (known !== undefined) return known;
      const stored = at.initializers.get(name);
      if (stored === undefined) continue;
      const read = readKnown(stored);
      at.known.set(name, read);
      return read;
    }
    return null;
  }

  function readKnown(tensor: Initializer): Known | null {
    const count = elementCount(tensor.shape);
    if (!(count <= MOST_KNOWN)) return null;
    const values = options.values(tensor);
    return values === null || values.length !== count ? null : { shape: tensor.shape, values: values.map(Number) };
  }

  function operationOf(node: GraphNode, place: number, scope: Scope): Operation {
    const attribute = (name: string): Attribute['value'] | null => {
      const value = node.attributes.find((each) => each.name === name)?.value ?? null;
      return value?.kind === 'reference' ? (scope.attributes.get(value.name) ?? null) : value;
    };
    const named = (index: number): string => node.inputs[index] ?? '';
    const graph = (name: string): Graph | null => {
      const value = attribute(name);
      return value?.kind === 'graph' ? value.graph : null;
    };
    return {
      node,
      opset: versionOf(scope.opsets, node.domain),
      type: (index) => (named(index) === '' ? null : typeOf(scope, named(index))),
      known: (index) => (named(index) === '' ? null : knownOf(scope, named(index))),
      attribute,
      graph,
      constant: (name) => {
        const value = attribute(name);
        return value?.kind === 'tensor' ? readKnown(value.tensor) : null;
      },
      body(name, inputs) {
        const inner = graph(name);
        if (inner === null || scope.depth >= MOST_DEPTH) return null;
        const step = { node: place, attribute: name };
        const inside = scopeOf(inner, [...scope.path, step], scope, scope.opsets, scope.attributes);
        for (const [index, input] of inner.inputs.entries()) {
          const type = mergeTypes(statedType(input.type, symbols), inputs[index] ?? null);
          if (type !== null) inside.types.set(input.name, type);
        }
        visit(inner.nodes, inside);
        return inner.outputs.map((output) => typeOf(inside, output.name));
      },
    };
  }

  /** The body of a function of the model, with what it is called with. */
  function call(index: number, operation: Operation, scope: Scope): readonly (ValueType | null)[] {
    const body = model.functions[index]!;
    if (scope.depth >= MOST_DEPTH || active.has(index)) return [];
    const given = body.attributes.flatMap((name) => {
      const value = operation.attribute(name);
      return value === null ? [] : [[name, value] as const];
    });
    const content = { values: body.values, outputs: [], initializers: [], sparseInitializers: [] };
    const made = scopeOf(content, [{ function: index }], null, body.opsets, new Map(given));
    const inside: Scope = { ...made, depth: scope.depth + 1 };
    for (const [at, name] of body.inputs.entries()) {
      const type = operation.type(at);
      if (type !== null) inside.types.set(name, type);
      inside.known.set(name, operation.known(at));
    }
    active.add(index);
    visit(body.nodes, inside);
    active.delete(index);
    return body.outputs.map((name) => inside.types.get(name) ?? null);
  }
}

/** Attributes that do not fit together give sizes that cannot be. */
function possible(type: ValueType | null): ValueType | null {
  if (type === null || (type.kind !== 'tensor' && type.kind !== 'sparse-tensor') || type.shape === null) return type;
  const isSize = (size: unknown): boolean => typeof size !== 'number' || (Number.isSafeInteger(size) && size >= 0);
  if (type.shape.every(isSize)) return type;
  return { ...type, shape: type.shape.map((size) => (isSize(size) ? (size ?? null) : null)) };
}

/** Two calls of a function: only what holds in both. */
function bothOf(a: ReadonlyMap<string, ValueType>, b: ReadonlyMap<string, ValueType>): Map<string, ValueType> {
  const both = new Map<string, ValueType>();
  for (const [name, type] of a) {
    const either = eitherType(type, b.get(name) ?? null);
    if (either !== null) both.set(name, either);
  }
  return both;
}

/** A domain that is not imported counts as new. */
function versionOf(opsets: readonly Opset[], domain: string): number {
  const wanted = domain === 'ai.onnx' ? '' : domain;
  const found = opsets.find((each) => (each.domain === 'ai.onnx' ? '' : each.domain) === wanted);
  return found?.version ?? 1000;
}
