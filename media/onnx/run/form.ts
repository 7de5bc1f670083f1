// The run form: sizes of symbolic dimensions, one row per input, run and cancel.
import type { ValueInfo } from '../../../server/src/protocol';
import type { ModelSummary, Problem, RunRequest } from '../messages';
import { fill, h } from '../dom';
import { foldedInputs } from '../overview/signature';
import { problemPanel } from '../problem';
import { inputRow, type InputRow } from './input';
import { runRequest, size, type FormState } from './state';

export interface RunForm {
  readonly element: HTMLElement;
  /** Shows whether the model is running, and what it is doing. */
  setRunning(running: boolean, message?: string): void;
  /** Asks to run, if all values are right; else shows what is wrong. */
  run(): void;
}

interface Handlers {
  readonly change: (form: FormState) => void;
  readonly run: (request: RunRequest) => void;
  readonly cancel: () => void;
  readonly trust: () => void;
}

/** The form of a model; in an untrusted workspace, why there is none. */
export function runForm(model: ModelSummary, initial: FormState, trusted: boolean, handlers: Handlers): RunForm {
  if (!trusted) return notTrusted(handlers.trust);
  let form = initial;
  const change = (more: Partial<FormState>) => {
    form = { ...form, ...more };
    handlers.change(form);
  };

  const optional = new Set(model.optionalInputs);
  const rowOf = new Map(
    [...model.inputs, ...model.optionalInputs].map((input): [ValueInfo, InputRow] => [
      input,
      inputRow(input, optional.has(input), form.inputs[input.name]!, form.symbols, (state) =>
        change({ inputs: { ...form.inputs, [input.name]: state } }),
      ),
    ]),
  );
  const rows = [...rowOf.values()];
  const elementsOf = (inputs: readonly ValueInfo[]) =>
    h(
      'div',
      { class: 'inputs' },
      inputs.map((input) => rowOf.get(input)?.element),
    );

  const setSymbol = (name: string, text: string) => {
    change({ symbols: { ...form.symbols, [name]: text } });
    for (const row of rows) row.resize(form.symbols);
  };

  const run = () => {
    const wrong = rows.filter((row) => !row.check(false));
    if (wrong.length > 0) wrong[0]!.check(true);
    else handlers.run(runRequest(model, form));
  };

  const progress = h('vscode-progress-bar', {
    class: 'progress',
    indeterminate: true,
    'aria-label': 'Running the model',
  });
  const message = h('span', { role: 'status' });
  const time = h('span', { 'aria-hidden': 'true' });
  const runButton = h('vscode-button', { class: 'run', onclick: run, title: 'Run the model' }, 'Run');
  const cancelButton = h('vscode-button', { secondary: true, class: 'cancel', onclick: handlers.cancel }, 'Cancel');
  const hint = h('span', { class: 'remark hint' }, navigator.platform.startsWith('Mac') ? '⌘ Enter' : 'Ctrl+Enter');
  const element = h(
    'section',
    { 'aria-label': 'Run', class: 'run-form' },
    h('h2', {}, 'Run'),
    model.symbols.length > 0 && symbolFields(model.symbols, form, setSymbol),
    elementsOf(model.inputs),
    model.optionalInputs.length > 0 &&
      foldedInputs(model.optionalInputs.length, elementsOf(model.optionalInputs), isAnyGiven(model, form)),
    h('div', { class: 'buttons' }, runButton, cancelButton, hint, h('span', { class: 'remark' }, message, time)),
    progress,
  );

  let started = 0;
  let clock: ReturnType<typeof setInterval> | undefined;
  const setRunning = (running: boolean, text = running ? 'Running…' : '') => {
    if (!running || !clock) started = performance.now();
    clearInterval(clock);
    const showTime = () => {
      const seconds = Math.floor((performance.now() - started) / 1000);
      fill(time, running && seconds > 0 && ` ${seconds} s`);
    };
    clock = running ? setInterval(showTime, 1000) : undefined;
    showTime();
    fill(message, text);
    const hadFocus = [runButton, cancelButton].some((button) => button.matches(':focus'));
    runButton.hidden = running;
    cancelButton.hidden = !running;
    progress.hidden = !running;
    hint.hidden = running || text !== '';
    if (hadFocus) (running ? cancelButton : runButton).focus();
  };
  setRunning(false);
  return { element, setRunning, run };
}

function isAnyGiven(model: ModelSummary, form: FormState): boolean {
  return model.optionalInputs.some(({ name }) => form.inputs[name]?.fill !== 'default');
}

function symbolFields(
  names: readonly string[],
  form: FormState,
  set: (name: string, text: string) => void,
): HTMLElement {
  const fields = names.map((name) => {
    const field = h('vscode-textfield', { class: 'size', label: `Size of ${name}`, value: form.symbols[name] ?? '1' });
    field.addEventListener('input', () => {
      field.invalid = size(field.value) === undefined;
      if (!field.invalid) set(name, field.value);
    });
    return h('span', { class: 'with-label' }, h('span', { class: 'symbol' }, name), field);
  });
  return h('div', { class: 'sizes', role: 'group', 'aria-label': 'Sizes of symbolic dimensions' }, fields);
}

function notTrusted(trust: () => void): RunForm {
  const problem: Problem = {
    kind: 'untrusted',
    what: 'Models do not run in Restricted Mode',
    why: 'A model file is a program for ONNX Runtime, and this workspace is not trusted.',
    todo: 'If you trust where its files come from, trust the workspace. Everything else here works without.',
  };
  const element = h(
    'section',
    { 'aria-label': 'Run', class: 'run-form' },
    h('h2', {}, 'Run'),
    problemPanel(problem, trust),
  );
  return { element, setRunning: () => {}, run: () => {} };
}
