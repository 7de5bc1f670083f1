// Nodes by a key (calls by what is called, attributes by their name), from version to version: only those that came, went, or
// have another key now are sorted anew.
import type { Part } from './part';
import type { ScopeChange } from './scopeMemory';
import type { Node } from './syntax';

export class KeyIndex<N extends Node> {
  readonly #of: (part: Part) => readonly N[];
  #version = -1;
  readonly #nodes = new Map<string, N[]>();
  /** Of each node of the last version; null if it is found by nothing. */
  readonly #keys = new Map<N, string | null>();
  /** Keys whose nodes are not in source order. */
  readonly #mixed = new Set<string>();
  /** Keys of the nodes that came, went or have another key since the last version. */
  touched: ReadonlySet<string> = new Set();

  /** @param of the nodes in question of a part of the module */
  constructor(of: (part: Part) => readonly N[]) {
    this.#of = of;
  }

  /** What the nodes of the last version are found by. */
  keys(): readonly string[] {
    return [...this.#nodes.keys()];
  }

  /**
   * @param all every node of this version, in source order
   * @param keyOf what a node is found by; null if by nothing
   * @param changed nodes that may have another key than before
   */
  read(
    change: ScopeChange,
    all: () => readonly N[],
    keyOf: (node: N) => string | null,
    changed: readonly N[] = [],
  ): (key: string) => readonly N[] {
    const follows = change.version === this.#version + 1 && !change.everything;
    this.#version = change.version;
    const touched = new Set<string>();
    this.touched = touched;
    if (follows) {
      this.#remove(change.gone.flatMap(this.#of), touched);
      const still = changed.filter((node) => this.#keys.has(node));
      this.#remove(still, touched);
      this.#add(still, keyOf, touched);
      this.#add(change.come.flatMap(this.#of), keyOf, touched);
    } else {
      this.#nodes.clear();
      this.#keys.clear();
      this.#mixed.clear();
      this.#add(all(), keyOf, touched);
    }
    return (key) => this.#inOrder(key);
  }

  #inOrder(key: string): readonly N[] {
    const nodes = this.#nodes.get(key) ?? [];
    if (this.#mixed.delete(key)) nodes.sort((a, b) => a.start - b.start || b.end - a.end);
    return nodes;
  }

  #add(nodes: readonly N[], keyOf: (node: N) => string | null, touched: Set<string>): void {
    for (const node of nodes) {
      const key = keyOf(node);
      this.#keys.set(node, key);
      if (key === null) continue;
      this.#mixed.add(key);
      touched.add(key);
      const list = this.#nodes.get(key);
      if (list === undefined) this.#nodes.set(key, [node]);
      else list.push(node);
    }
  }

  #remove(nodes: readonly N[], touched: Set<string>): void {
    const left = new Set<N>();
    const keys = new Set<string>();
    for (const node of nodes) {
      const key = this.#keys.get(node);
      this.#keys.delete(node);
      if (key === undefined || key === null) continue;
      left.add(node);
      keys.add(key);
    }
    for (const key of keys) {
      touched.add(key);
      const kept = this.#nodes.get(key)!.filter((node) => !left.has(node));
      if (kept.length === 0) this.#nodes.delete(key);
      else this.#nodes.set(key, kept);
    }
  }
}
