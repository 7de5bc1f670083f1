// Reads a tree once into scopes and bindings.
import { Kind, NameContext, pushChildren } from './syntax';
import type { Call, Expr, Import, ImportFrom, Module as Tree, Name, Node, Stmt } from './syntax';
import type { Span } from './text';
import { addBinding, openScope } from './openScope';
import type { OpenScope } from './openScope';
import type { Binding, BindingKind, Scopes } from './scope';
import { namesById, ownerOf, reachingBindings } from './scope';

/** Where a node stands while the tree is read. */
interface Place {
  readonly scope: OpenScope;
  readonly block: Span;
  readonly loop: Span | null;
}

/** Reads a whole tree once. Iterative: operator chains may be thousands deep. */
export function readScopes(tree: Tree): Scopes {
  return new ScopeReader().read(tree);
}

class ScopeReader {
  readonly #parents = new Map<Node, Node>();
  readonly #nameScopes = new Map<Name, OpenScope>();
  readonly #loops = new Map<Name, Span>();
  readonly #calls: Call[] = [];
  readonly #imports: (Import | ImportFrom)[] = [];
  /** Bindings wait until the end: a `global` statement may follow further down. */
  readonly #found: { binding: Omit<Binding, 'remote'>; scope: OpenScope; walrus: boolean }[] = [];
  /** What is still to be read, with its place; two lists, as an object for each node would cost more than the reading. */
  readonly #nodes: Node[] = [];
  readonly #places: Place[] = [];

  read(tree: Tree): Scopes {
    const module = openScope('module', tree, null);
    const top: Place = { scope: module, block: { start: 0, end: Infinity }, loop: null };
    this.#pushAll(tree, tree.body, top);
    for (let node = this.#nodes.pop(); node !== undefined; node = this.#nodes.pop())
      this.#visit(node, this.#places.pop()!);
    this.#found.sort((a, b) => a.binding.from - b.binding.from);
    for (const { binding, scope, walrus } of this.#found) addBinding(scope, binding, walrus);
    for (const call of [this.#calls, this.#imports]) call.sort((a, b) => a.start - b.start);
    const names = [...this.#nameScopes.keys()];
    return {
      module,
      calls: this.#calls,
      imports: this.#imports,
      names,
      named: namesById(names),
      parent: (node) => this.#parents.get(node) ?? null,
      scopeOf: (name) => this.#nameScopes.get(name) ?? module,
      owner: (name) => ownerOf(this.#nameScopes.get(name) ?? module, name.id),
      reaching: (name) => reachingBindings(this.#nameScopes.get(name) ?? module, name, this.#loops.get(name) ?? null),
    };
  }

  /** Children go on the stack in reverse, so that they are read in source order. */
  #pushAll(parent: Node, children: readonly (Node | null)[], place: Place): void {
    for (let i = children.length - 1; i >= 0; i--) {
      const node = children[i];
      if (!node) continue;
      this.#parents.set(node, parent);
      this.#nodes.push(node);
      this.#places.push(place);
    }
  }

  /** All children, in the order of their fields. */
  #pushChildren(node: Node, place: Place): void {
    const first = this.#nodes.length;
    pushChildren(node, this.#nodes);
    const added = this.#nodes.length - first;
    for (let low = first, high = this.#nodes.length - 1; low < high; low++, high--) {
      const child = this.#nodes[low]!;
      this.#nodes[low] = this.#nodes[high]!;
      this.#nodes[high] = child;
    }
    for (let i = 0; i < added; i++) {
      this.#parents.set(this.#nodes[first + i]!, node);
      this.#places.push(place);
    }
  }

  #pushBlock(parent: Node, statements: readonly Stmt[], place: Place, loop: Span | null = place.loop): void {
    if (statements.length === 0) return;
    const block = { start: statements[0]!.start, end: statements.at(-1)!.end };
    this.#pushAll(parent, statements, { ...place, block, loop });
  }

  #bind(
    place: Place,
    kind: BindingKind,
    name: string,
    node: Node,
    from: number,
    more: { value?: Expr; imported?: string; walrus?: boolean } = {},
  ): void {
    const binding = {
      kind,
      name,
      node,
      from,
      value: more.value ?? null,
      imported: more.imported ?? null,
      block: place.block,
    };
    this.#found.push({ binding, scope: place.scope, walrus: more.walrus ?? false });
  }

  #visit(node: Node, place: Place): void {
    switch (node.kind) {
      case Kind.Name:
        this.#nameScopes.set(node, place.scope);
        if (place.loop !== null) this.#loops.set(node, place.loop);
        if (node.ctx === NameContext.Del) this.#bind(place, 'deleted', node.id, node, node.end);
        return;
      case Kind.Call:
        this.#calls.push(node);
        break;
      case Kind.Import:
      case Kind.ImportFrom:
        this.#readImport(node, place);
        return;
      case Kind.Global:
      case Kind.Nonlocal:
        for (const name of node.names)
          place.scope.elsewhere.set(name, node.kind === Kind.Global ? 'global' : 'nonlocal');
        return;
      case Kind.Assign:
        for (const target of node.targets) this.#bindTarget(target, node.value, node.end, place);
        this.#pushAll(node, [...node.targets, node.value], place);
        return;
      case Kind.AnnAssign:
        if (node.value !== null) this.#bindTarget(node.target, node.value, node.end, place);
        break;
      case Kind.AugAssign:
        if (node.target.kind === Kind.Name) this.#bind(place, 'augmented', node.target.id, node.target, node.end);
        break;
      case Kind.NamedExpr:
        if (node.target.kind === Kind.Name) {
          this.#bind(place, 'assignment', node.target.id, node.target, node.end, { value: node.value, walrus: true });
        }
        break;
      case Kind.WithItem:
        if (node.optionalVars !== null) this.#bindTarget(node.optionalVars, null, node.end, place);
        break;
      case Kind.MatchAs:
      case Kind.MatchStar:
        if (node.name !== null) this.#bind(place, 'part', node.name, node, node.end);
        break;
      case Kind.MatchMapping:
        if (node.rest !== null) this.#bind(place, 'part', node.rest, node, node.end);
        break;
      case Kind.TypeAlias:
        this.#bindTarget(node.name, null, node.end, place);
        break;
      case Kind.TypeParam:
        this.#bind(place, 'part', node.name, node, node.end);
        break;
      case Kind.FunctionDef:
      case Kind.Lambda:
        this.#readFunction(node, place);
        return;
      case Kind.ClassDef: {
        this.#bind(place, 'class', node.name, node, node.end);
        this.#pushAll(node, [...node.decorators, ...node.bases, ...node.keywords], place);
        const scope = openScope('class', node, place.scope);
        this.#pushAll(node, [...node.typeParams, ...node.body], { scope, block: node, loop: null });
        return;
      }
      case Kind.ListComp:
      case Kind.SetComp:
      case Kind.GeneratorExp:
        this.#readComprehension(node, [node.elt], place);
        return;
      case Kind.DictComp:
        this.#readComprehension(node, [node.key, node.value], place);
        return;
      case Kind.If:
        this.#pushBlock(node, node.orelse, place);
        this.#pushBlock(node, node.body, place);
        this.#pushAll(node, [node.test], place);
        return;
      case Kind.For: {
        const loop = place.loop ?? node;
        const body = { start: node.target.start, end: node.body.at(-1)?.end ?? node.end };
        this.#bindTarget(node.target, null, node.target.end, { ...place, block: body });
        this.#pushBlock(node, node.orelse, place);
        this.#pushBlock(node, node.body, place, loop);
        this.#pushAll(node, [node.target, node.iter], place);
        return;
      }
      case Kind.While: {
        const loop = place.loop ?? node;
        this.#pushBlock(node, node.orelse, place);
        this.#pushBlock(node, node.body, place, loop);
        this.#pushAll(node, [node.test], { ...place, loop });
        return;
      }
      case Kind.Try:
        this.#pushAll(node, node.finalbody, place);
        this.#pushBlock(node, node.orelse, place);
        for (const handler of node.handlers.toReversed()) this.#pushAll(node, [handler], place);
        this.#pushBlock(node, node.body, place);
        return;
      case Kind.ExceptHandler: {
        const block = { ...place, block: node };
        if (node.name !== null) this.#bind(block, 'exception', node.name, node, node.type?.end ?? node.start);
        this.#pushAll(node, [node.type, ...node.body], block);
        return;
      }
      case Kind.MatchCase:
        this.#pushAll(node, [node.pattern, node.guard, ...node.body], { ...place, block: node });
        return;
      default:
        break;
    }
    this.#pushChildren(node, place);
  }

  #bindTarget(target: Expr, value: Expr | null, from: number, place: Place): void {
    const pending: { target: Expr; value: Expr | null }[] = [{ target, value }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { target: at, value: given } = next;
      if (at.kind === Kind.Name) {
        this.#bind(
          place,
          given === null ? 'part' : 'assignment',
          at.id,
          at,
          from,
          given === null ? {} : { value: given },
        );
      } else if (at.kind === Kind.Starred) {
        pending.push({ target: at.value, value: null });
      } else if (at.kind === Kind.Tuple || at.kind === Kind.List) {
        // `a, b = x, y` gives each its own value.
        const paired =
          given !== null &&
          (given.kind === Kind.Tuple || given.kind === Kind.List) &&
          given.elts.length === at.elts.length;
        const plain = paired && [...at.elts, ...given.elts].every((elt) => elt.kind !== Kind.Starred);
        at.elts.forEach((elt, i) => pending.push({ target: elt, value: plain ? given.elts[i]! : null }));
      }
    }
  }

  #readImport(node: Import | ImportFrom, place: Place): void {
    this.#imports.push(node);
    for (const alias of node.names) {
      this.#parents.set(alias, node);
      if (node.kind === Kind.Import) {
        const bound = alias.asname ?? alias.name.split('.')[0]!;
        this.#bind(place, 'import', bound, alias, node.end, { imported: alias.asname === null ? bound : alias.name });
        continue;
      }
      const module = '.'.repeat(node.level) + (node.module ?? '');
      if (alias.name === '*') place.scope.stars.push({ module, from: node.end });
      else {
        const imported = module.endsWith('.') ? module + alias.name : `${module}.${alias.name}`;
        this.#bind(place, 'import', alias.asname ?? alias.name, alias, node.end, { imported });
      }
    }
  }

  /** Defaults, decorators and annotations belong to the scope around the function. */
  #readFunction(node: Extract<Node, { kind: Kind.FunctionDef | Kind.Lambda }>, place: Place): void {
    const scope = openScope('function', node, place.scope);
    const inside: Place = { scope, block: node, loop: null };
    for (const param of node.params) {
      this.#parents.set(param, node);
      this.#bind(inside, 'parameter', param.name, param, node.start);
      this.#pushAll(param, [param.annotation, param.defaultValue], place);
    }
    if (node.kind === Kind.Lambda) {
      this.#pushAll(node, [node.body], inside);
      return;
    }
    this.#bind(place, 'function', node.name, node, node.end);
    this.#pushAll(node, [...node.decorators, node.returns], place);
    this.#pushAll(node, [...node.typeParams, ...node.body], inside);
  }

  /** The first iterable is evaluated outside, all else inside. */
  #readComprehension(
    node: Extract<Node, { kind: Kind.ListComp | Kind.SetComp | Kind.GeneratorExp | Kind.DictComp }>,
    elements: readonly Expr[],
    place: Place,
  ): void {
    const scope = openScope('comprehension', node, place.scope);
    const inside: Place = { scope, block: node, loop: place.loop };
    this.#pushAll(node, elements, inside);
    node.generators.forEach((generator, i) => {
      this.#parents.set(generator, node);
      this.#bindTarget(generator.target, null, node.start, inside);
      this.#pushAll(generator, [generator.target, ...generator.ifs], inside);
      this.#pushAll(generator, [generator.iter], i === 0 ? place : inside);
    });
  }
}
