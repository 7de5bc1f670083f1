// Reads a tree once into scopes and bindings.
import { Kind, NameContext, pushChildren } from './syntax';
import type { Attribute, Call, Expr, Import, ImportFrom, Keyword, Name, Node, Stmt } from './syntax';
import type { Span } from './text';
import { addBinding, FoundBinding, moduleScope, openScope, Star, Stretch, type OpenScope } from './openScope';
import { namesBound } from './targets';
import type { Part } from './part';
import type { Binding, BindingKind } from './scope';

/** Where a node stands while the tree is read. */
interface Place {
  readonly scope: OpenScope;
  readonly block: Span;
  readonly loop: Span | null;
}

const EVERYWHERE: Span = { start: 0, end: Infinity };

/** Reads statements of a module, one by one. Iterative: operator chains may be thousands deep. */
export class PartReader {
  readonly parents = new Map<Node, Node>();
  readonly nameScopes = new Map<Name, OpenScope>();
  readonly loops = new Map<Name, Span>();
  #calls: Call[] = [];
  #attributes: Attribute[] = [];
  #keywords: Keyword[] = [];
  #imports: (Import | ImportFrom)[] = [];
  #names: Name[] = [];
  /** Bindings wait until the end of their statement: a `global` may follow further down. */
  #found: FoundBinding[] = [];
  /** What is still to be read, with its place; two lists, as an object for each node would cost more than the reading. */
  readonly #nodes: Node[] = [];
  readonly #places: Place[] = [];

  constructor(readonly module = moduleScope()) {}

  read(statement: Stmt): Part {
    this.#calls = [];
    this.#attributes = [];
    this.#keywords = [];
    this.#imports = [];
    this.#names = [];
    this.#found = [];
    this.module.stars.length = 0;
    this.module.elsewhere.clear();
    this.#nodes.push(statement);
    this.#places.push({ scope: this.module, block: EVERYWHERE, loop: null });
    for (let node = this.#nodes.pop(); node; node = this.#nodes.pop()) this.#visit(node, this.#places.pop()!);
    for (const each of [this.#calls, this.#imports]) each.sort((a, b) => a.start - b.start);
    return {
      calls: this.#calls,
      attributes: this.#attributes,
      keywords: this.#keywords,
      imports: this.#imports,
      names: this.#names,
      bindings: this.#settled(),
      stars: [...this.module.stars],
      elsewhere: new Map(this.module.elsewhere),
    };
  }

  /** Puts the bindings of inner scopes where they belong; gives those of the module. */
  #settled(): readonly Binding[] {
    const own: Binding[] = [];
    this.#found.sort((a, b) => a.from - b.from);
    for (const binding of this.#found) {
      const home = binding.settle();
      if (home === this.module) own.push(binding);
      else addBinding(home, binding);
    }
    return own;
  }

  /** Children go on the stack in reverse, so that they are read in source order. */
  #pushAll(parent: Node, children: readonly (Node | null)[], place: Place): void {
    for (let i = children.length - 1; i >= 0; i--) {
      const node = children[i];
      if (!node) continue;
      this.parents.set(node, parent);
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
      this.parents.set(this.#nodes[first + i]!, node);
      this.#places.push(place);
    }
  }

  #pushBlock(parent: Node, statements: readonly Stmt[], place: Place, loop: Span | null = place.loop): void {
    if (statements.length === 0) return;
    const block = new Stretch(statements[0]!, statements.at(-1)!);
    this.#pushAll(parent, statements, { ...place, block, loop });
  }

  /** @param after the node from whose end the binding holds */
  #bind(
    place: Place,
    kind: BindingKind,
    name: string,
    node: Node,
    after: Node,
    more: { value?: Expr; imported?: string; walrus?: boolean; atStart?: boolean } = {},
  ): void {
    const { value = null, imported = null, walrus = false, atStart = false } = more;
    const { block, scope } = place;
    this.#found.push(new FoundBinding(kind, name, node, value, imported, block, scope, after, atStart, walrus));
  }

  #visit(node: Node, place: Place): void {
    switch (node.kind) {
      case Kind.Name:
        this.#names.push(node);
        if (place.scope !== this.module) this.nameScopes.set(node, place.scope);
        if (place.loop !== null) this.loops.set(node, place.loop);
        if (node.ctx === NameContext.Del) this.#bind(place, 'deleted', node.id, node, node);
        return;
      case Kind.Call:
        this.#calls.push(node);
        break;
      case Kind.Attribute:
        this.#attributes.push(node);
        break;
      case Kind.Keyword:
        this.#keywords.push(node);
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
        for (const target of node.targets) this.#bindTarget(target, node.value, node, place);
        this.#pushAll(node, [...node.targets, node.value], place);
        return;
      case Kind.AnnAssign:
        if (node.value !== null) this.#bindTarget(node.target, node.value, node, place);
        break;
      case Kind.AugAssign:
        if (node.target.kind === Kind.Name) this.#bind(place, 'augmented', node.target.id, node.target, node);
        break;
      case Kind.NamedExpr:
        if (node.target.kind === Kind.Name) {
          this.#bind(place, 'assignment', node.target.id, node.target, node, { value: node.value, walrus: true });
        }
        break;
      case Kind.WithItem:
        if (node.optionalVars !== null) this.#bindTarget(node.optionalVars, null, node, place);
        break;
      case Kind.MatchAs:
      case Kind.MatchStar:
        if (node.name !== null) this.#bind(place, 'part', node.name, node, node);
        break;
      case Kind.MatchMapping:
        if (node.rest !== null) this.#bind(place, 'part', node.rest, node, node);
        break;
      case Kind.TypeAlias:
        this.#bindTarget(node.name, null, node, place);
        break;
      case Kind.TypeParam:
        this.#bind(place, 'part', node.name, node, node);
        break;
      case Kind.FunctionDef:
      case Kind.Lambda:
        this.#readFunction(node, place);
        return;
      case Kind.ClassDef: {
        this.#bind(place, 'class', node.name, node, node);
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
        const body = new Stretch(node.target, node.body.at(-1) ?? node);
        this.#bindTarget(node.target, null, node.target, { ...place, block: body });
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
        if (node.name !== null)
          this.#bind(block, 'exception', node.name, node, node.type ?? node, { atStart: node.type === null });
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

  #bindTarget(target: Expr, value: Expr | null, after: Node, place: Place, atStart = false): void {
    for (const { name, value: own } of namesBound(target, value)) {
      if (own === null) this.#bind(place, 'part', name.id, name, after, { atStart });
      else this.#bind(place, 'assignment', name.id, name, after, { value: own, atStart });
    }
  }

  #readImport(node: Import | ImportFrom, place: Place): void {
    this.#imports.push(node);
    for (const alias of node.names) {
      this.parents.set(alias, node);
      if (node.kind === Kind.Import) {
        const bound = alias.asname ?? alias.name.split('.')[0]!;
        this.#bind(place, 'import', bound, alias, node, { imported: alias.asname === null ? bound : alias.name });
        continue;
      }
      const module = '.'.repeat(node.level) + (node.module ?? '');
      if (alias.name === '*') place.scope.stars.push(new Star(module, node));
      else {
        const imported = module.endsWith('.') ? module + alias.name : `${module}.${alias.name}`;
        this.#bind(place, 'import', alias.asname ?? alias.name, alias, node, { imported });
      }
    }
  }

  /** Defaults, decorators and annotations belong to the scope around the function. */
  #readFunction(node: Extract<Node, { kind: Kind.FunctionDef | Kind.Lambda }>, place: Place): void {
    const scope = openScope('function', node, place.scope);
    const inside: Place = { scope, block: node, loop: null };
    for (const param of node.params) {
      this.parents.set(param, node);
      this.#bind(inside, 'parameter', param.name, param, node, { atStart: true });
      this.#pushAll(param, [param.annotation, param.defaultValue], place);
    }
    if (node.kind === Kind.Lambda) {
      this.#pushAll(node, [node.body], inside);
      return;
    }
    this.#bind(place, 'function', node.name, node, node);
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
      this.parents.set(generator, node);
      this.#bindTarget(generator.target, null, node, inside, true);
      this.#pushAll(generator, [generator.target, ...generator.ifs], inside);
      this.#pushAll(generator, [generator.iter], i === 0 ? place : inside);
    });
  }
}
