// Calls by what is called, from version to version: only those that came, went, or call something else now are sorted anew.
import type { Call } from './syntax';
import type { Scopes } from './scope';

export class CallIndex {
  #version = -1;
  readonly #calls = new Map<string, Call[]>();
  /** Of each call of the last version; null if it is found by nothing. */
  readonly #keys = new Map<Call, string | null>();
  /** Keys whose calls are not in source order. */
  readonly #mixed = new Set<string>();

  /** What the calls of the last version are found by. */
  keys(): readonly string[] {
    return [...this.#calls.keys()];
  }

  /**
   * @param keyOf what a call is found by; null if by nothing
   * @param changed calls that may have another key than before
   */
  read(
    scopes: Scopes,
    keyOf: (call: Call) => string | null,
    changed: readonly Call[],
  ): (key: string) => readonly Call[] {
    const { change } = scopes;
    const follows = change.version === this.#version + 1 && !change.everything;
    this.#version = change.version;
    if (follows) {
      this.#remove(change.gone.flatMap((part) => part.calls));
      const still = changed.filter((call) => this.#keys.has(call));
      this.#remove(still);
      this.#add(still, keyOf);
      this.#add(
        change.come.flatMap((part) => part.calls),
        keyOf,
      );
    } else {
      this.#calls.clear();
      this.#keys.clear();
      this.#mixed.clear();
      this.#add(scopes.calls, keyOf);
    }
    return (key) => this.#of(key);
  }

  #of(key: string): readonly Call[] {
    const calls = this.#calls.get(key) ?? [];
    if (this.#mixed.delete(key)) calls.sort((a, b) => a.start - b.start || b.end - a.end);
    return calls;
  }

  #add(calls: Iterable<Call>, keyOf: (call: Call) => string | null): void {
    for (const call of calls) {
      const key = keyOf(call);
      this.#keys.set(call, key);
      if (key === null) continue;
      this.#mixed.add(key);
      const list = this.#calls.get(key);
      if (list === undefined) this.#calls.set(key, [call]);
      else list.push(call);
    }
  }

  #remove(calls: readonly Call[]): void {
    const left = new Set<Call>();
    const keys = new Set<string>();
    for (const call of calls) {
      const key = this.#keys.get(call);
      this.#keys.delete(call);
      if (key === undefined || key === null) continue;
      left.add(call);
      keys.add(key);
    }
    for (const key of keys) {
      const kept = this.#calls.get(key)!.filter((call) => !left.has(call));
      if (kept.length === 0) this.#calls.delete(key);
      else this.#calls.set(key, kept);
    }
  }
}
