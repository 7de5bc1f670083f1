// What was fed to each model, kept with the workspace: the form of its editor, and the inputs of its last run.
import type * as vscode from 'vscode';
import type { InputSpec } from '../../../server/src/protocol';

export type Inputs = Readonly<Record<string, InputSpec>>;

export interface Remembered {
  /** What the form of the model held. */
  form(model: string): object | undefined;
  setForm(model: string, form: object): void;
  /** The inputs of the model's last run from its editor, by its URI; none where there was no run. */
  inputs(model: string): Inputs;
  setInputs(model: string, inputs: Inputs): void;
  forget(model: string): void;
  /** Of all models. */
  forgetAll(): void;
}

const KEY = 'heldout.modelInputs';
/** Models that are remembered, the last ones used. */
const MOST_MODELS = 50;
/** Characters of JSON for the form or the inputs of a model: VS Code keeps them in memory. */
const MOST_CHARACTERS = 200_000;

interface Entry {
  readonly form?: object;
  readonly inputs?: Inputs;
}

export function createRemembered(state: vscode.Memento): Remembered {
  /** Inputs too large to be kept over a restart: pixels. */
  const large = new Map<string, Inputs>();
  const all = (): Readonly<Record<string, Entry>> => state.get<Readonly<Record<string, Entry>>>(KEY, {});

  function set(model: string, more: Entry): void {
    const { [model]: before, ...others } = all();
    const kept = Object.entries(others).slice(-MOST_MODELS + 1);
    void state.update(KEY, { ...Object.fromEntries(kept), [model]: { ...before, ...more } });
  }

  return {
    form: (model) => all()[model]?.form,
    setForm(model, form) {
      if (JSON.stringify(form).length <= MOST_CHARACTERS) set(model, { form });
    },
    inputs: (model) => large.get(model) ?? all()[model]?.inputs ?? {},
    setInputs(model, inputs) {
      const isSmall = JSON.stringify(inputs).length <= MOST_CHARACTERS;
      if (isSmall) large.delete(model);
      else large.set(model, inputs);
      set(model, { inputs: isSmall ? inputs : {} });
    },
    forget(model) {
      large.delete(model);
      const { [model]: _forgotten, ...others } = all();
      void state.update(KEY, others);
    },
    forgetAll() {
      large.clear();
      void state.update(KEY, undefined);
    },
  };
}
