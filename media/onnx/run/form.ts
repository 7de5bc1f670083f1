// The run form: sizes of symbolic dimensions, one row per input, run and cancel.
import type { TableFeeds, ValueInfo } from '../../../server/src/protocol';
import type { ModelSummary, Problem, RunRequest } from '../messages';
import { fill, h } from '../dom';
import type { Ask } from '../graph/asking';
import { shapeOf } from '../format';
import { foldedInputs } from '../overview/signature';
import { problemPanel } from '../problem';
import { inputRow, type InputRow } from './input';
import { acceptDrops, droppedName } from './drop';
import type { Files } from './files';
import type { Pictures } from './pictures';
import { runRequest, size, type FormState, type TableState } from './state';
import { tableBar } from './tableBar';

export interface RunForm {
  readonly element: HTMLElement;
  /** Shows whether the model is running, and what it is doing. */
  setRunning(running: boolean, message?: string): void;
  /** Asks to run, if all values are right; else shows what is wrong. `warmRuns`: so many times more, to measure. */
  run(warmRuns?: number): void;
}

interface Handlers {
  readonly files: Files;
  readonly pictures: Pictures;
  readonly ask: Ask;
  /** Forgets what was fed to this model. */
  readonly forget: () => void;
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
      inputRow(
        {
          ...handlers,
          input,
          hasDefault: optional.has(input),
          suggestion: model.suggestions.inputs[input.name],
          change: (state) => change({ inputs: { ...form.inputs, [input.name]: state } }),
        },
        form.inputs[input.name]!,
        form.symbols,
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

  const run = (warmRuns?: number) => {
    const wrong = rows.filter((row) => !row.check(false));
    if (wrong.length > 0) wrong[0]!.check(true);
    else handlers.run({ ...runRequest(model, form, handlers.pictures.pixels), ...(warmRuns ? { warmRuns } : {}) });
  };

  const sizes = h('div', {});
  const showSizes = () => fill(sizes, model.symbols.length > 0 && symbolFields(model.symbols, form, setSymbol));
  showSizes();

  /** The rows of a table are typed values, and their number is a size. */
  function takeTable(table: TableState, feeds: TableFeeds): void {
    const symbols = { ...form.symbols };
    const states = Object.entries(feeds.inputs).map(([name, { text, shape }]) => {
      const dimensions = shapeOf(model.inputs.find((input) => input.name === name)!.type) ?? [];
      const state = { ...form.inputs[name]!, fill: 'values' as const, text, sizes: { ...form.inputs[name]!.sizes } };
      for (const [axis, dimension] of dimensions.entries()) {
        if (dimension === null) state.sizes[axis] = String(shape[axis]);
        else if (typeof dimension === 'string') symbols[dimension] = String(shape[axis]);
      }
      return [name, state] as const;
    });
    change({ symbols, table });
    showSizes();
    for (const [input, row] of rowOf) {
      const state = states.find(([name]) => name === input.name)?.[1];
      if (state) row.replace(state, symbols);
      else row.resize(symbols);
    }
  }

  const table = tableBar(form.table, {
    ...handlers,
    take: takeTable,
    clear: () => {
      const { table: _cleared, ...rest } = form;
      form = rest;
      handlers.change(form);
    },
  });

  const progress = h('vscode-progress-bar', {
    class: 'progress',
    indeterminate: true,
    'aria-label': 'Running the model',
  });
  const message = h('span', { role: 'status' });
  const time = h('span', { 'aria-hidden': 'true' });
  const runButton = h('vscode-button', { class: 'run', onclick: () => run(), title: 'Run the model' }, 'Run');
  const cancelButton = h('vscode-button', { secondary: true, class: 'cancel', onclick: handlers.cancel }, 'Cancel');
  const hint = h('span', { class: 'remark hint' }, navigator.platform.startsWith('Mac') ? '⌘ Enter' : 'Ctrl+Enter');
  const element = h(
    'section',
    { 'aria-label': 'Run', class: 'run-form' },
    h('h2', {}, 'Run'),
    takesTable(model) && table.element,
    sizes,
    elementsOf(model.inputs),
    model.optionalInputs.length > 0 &&
      foldedInputs(model.optionalInputs.length, elementsOf(model.optionalInputs), isAnyGiven(model, form)),
    h(
      'div',
      { class: 'buttons' },
      runButton,
      cancelButton,
      hint,
      h('span', { class: 'remark' }, message, time),
      h(
        'button',
        {
          class: 'link forget',
          type: 'button',
          title: 'What is fed is remembered for this model',
          onclick: handlers.forget,
        },
        'Reset inputs',
      ),
    ),
    progress,
  );

  // Beside the places for it, a table goes to the table's, any other file to the first input of pictures.
  acceptDrops(element, (data) => {
    if (/\.(csv|tsv|parquet)$/i.test(droppedName(data))) table.dropped(data);
    else rows.find(({ takePicture }) => takePicture)?.takePicture?.(data);
  });

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

/** Rows of a table fit inputs of one row and of several columns, not pictures. */
function takesTable(model: ModelSummary): boolean {
  return model.inputs.some(({ type }) => type.kind === 'tensor' && (type.shape?.length ?? 2) <= 2);
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
