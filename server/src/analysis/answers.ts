// Answers: what is computed of a module once, for all who ask, each time with a note of what it hangs on.
import { Asked, isPlain, type Again, type Recorder } from './asked';
import type { Module } from './module';

interface Answer {
  readonly value: unknown;
  readonly asked: Asked;
}

export class Answers {
  readonly #recorder: Recorder;
  readonly #version: () => number;
  readonly #answers = new Map<unknown, Map<object, Answer>>();

  /** @param version of the text, for what is noted of it */
  constructor(recorder: Recorder, version: () => number) {
    this.#recorder = recorder;
    this.#version = version;
  }

  /**
   * What `compute` gives for a key, computed once.
   * @param key the module itself, where there is no other
   * @param meanwhile the answer while it is computed; without it the question must not lead to itself
   */
  kept<K extends object, T>(
    module: Module,
    compute: (module: Module, key: K | Module) => T,
    key: K | Module,
    meanwhile: T | undefined,
  ): T {
    let answers = this.#answers.get(compute);
    if (answers === undefined) this.#answers.set(compute, (answers = new Map()));
    let answer = answers.get(key);
    if (answer === undefined) {
      const asked = new Asked();
      if (this.#recorder.asked !== null) asked.textsAt = this.#version();
      if (meanwhile !== undefined) answers.set(key, { value: meanwhile, asked });
      answer = { value: this.#recorder.during(asked, () => compute(module, key)), asked };
      answers.set(key, answer);
    }
    const { value, asked } = answer;
    if (key === module && isPlain(value)) this.#recorder.noteAnswer(compute, value, keptAgain(compute));
    else this.#recorder.asked?.within.add(asked);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kept by the same `compute`
    return value as T;
  }
}

/** Made apart from the module, which it must not hold on to (see `asked.ts`). */
function keptAgain(compute: (module: Module, key: Module) => unknown): Again {
  return (module) => module.kept<Module, unknown>(compute, module, undefined);
}
