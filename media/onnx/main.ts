// The model editor's page: receives the model from the extension, shows it, runs it, and keeps its own state.
import './style.css';
import './run/run.css';
import './results/results.css';
import './graph/graph.css';
import './diagnose/diagnose.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { diagnoseTab } from './diagnose/diagnose';
import { fill, h } from './dom';
import { createAsking } from './graph/asking';
import { graphTab } from './graph/graph';
import { header } from './header';
import { createKeeper, type Kept, type VsCode } from './kept';
import type { Action, Answer, ModelResult, ModelSummary, RunRequest, ToPage } from './messages';
import { costSection } from './overview/cost';
import { overview } from './overview/overview';
import { problemPanel } from './problem';
import { results } from './results/results';
import { runForm, type RunForm } from './run/form';
import { createFiles } from './run/files';
import { createPictures } from './run/pictures';
import { initialForm, isForm, runRequest, withoutPlaceholders } from './run/state';
import { tabs } from './tabs';

declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();
const page = document.querySelector<HTMLElement>('#model')!;
const resultPlace = h('div', { 'aria-live': 'polite' });
const notePlace = h('div', { 'aria-live': 'polite' });
const asking = createAsking((message) => vscode.postMessage(message));
const files = createFiles((message) => vscode.postMessage(message));
const pictures = createPictures(files);
const { keep, now: kept } = createKeeper(vscode);

let shown: Extract<ToPage, { type: 'model' }> | undefined;
let form: RunForm | undefined;
let lastRequest: RunRequest | undefined;
let isRunning = false;

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => receive(data));
window.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isRunning) form?.run();
  if (event.key === 'Escape' && isRunning) cancel();
});
performance.mark('heldout: ready');
vscode.postMessage({ type: 'ready' });

function receive(message: ToPage): void {
  switch (message.type) {
    case 'model':
      return showModel(message);
    case 'trusted':
      return shown && showModel({ ...shown, trusted: true, reloaded: false });
    case 'progress':
      isRunning = true;
      return form?.setRunning(true, message.message);
    case 'result':
      return showResult(message.answer);
    case 'answer':
      return asking.receive(message);
    case 'file':
      return files.receive(message);
  }
}

function showModel(message: Extract<ToPage, { type: 'model' }>): void {
  const { name, answer, trusted, reloaded } = message;
  if (answer.problem?.kind === 'cancelled') return;
  const changed = reloaded && shown !== undefined;
  if (shown === undefined) markOpening();
  shown = message;
  page.setAttribute('aria-busy', 'false');
  if (answer.problem) {
    form = undefined;
    fill(page, header(name), h('div', { class: 'alone' }, problemPanel(answer.problem, act, ['reload'])));
    return;
  }
  const model = withoutPlaceholders(answer.value);
  form?.setRunning(false);
  const state = initialForm(model, kept().form ?? (isForm(message.remembered) ? message.remembered : undefined));
  keep({ ...kept(), form: state });
  form = runForm(model, state, trusted, {
    files,
    pictures,
    ask: asking.ask,
    forget,
    change: (changedForm) => keep({ ...kept(), form: changedForm }),
    run: startRun,
    cancel,
    trust: () => act('trust'),
  });
  if (changed) keep(withoutGraph(kept()));
  fill(page, header(name, model), notePlace, modelTabs(model, form));
  fill(notePlace, changed && h('p', { class: 'note' }, `The file changed on disk and was read again at ${time()}.`));
  const { result } = kept();
  if (changed) clearResult();
  else if (result) showResult({ value: result });
  if (isRunning) form.setRunning(true);
}

/** Marks for whoever measures how long a model takes to open: it is there; it is painted. The first one is `ready`. */
function markOpening(): void {
  performance.mark('heldout: model');
  requestAnimationFrame(() => setTimeout(() => performance.mark('heldout: painted')));
}

/** What was shown of a graph that has changed does not hold for the new one. */
const withoutGraph = ({ graph: _changed, ...rest }: Kept): Kept => rest;

function modelTabs(model: ModelSummary, { element }: RunForm): readonly HTMLElement[] {
  const request = () => runRequest(model, kept().form ?? initialForm(model, undefined), pictures.pixels);
  const graph = graphTab(kept().graph, {
    ask: asking.ask,
    act,
    request,
    change: (state) => keep({ ...kept(), graph: state }),
    saveSvg: (text) => vscode.postMessage({ type: 'saveSvg', text }),
    openSource: ({ file, line, code }) => vscode.postMessage({ type: 'openSource', file, line, code }),
    worker: page.dataset['layout'] ?? '',
  });
  const columns = h(
    'div',
    { class: 'columns' },
    h(
      'div',
      { class: 'column' },
      overview(model, costSection(model, { ask: asking.ask, symbols: () => sizesOf(model) })),
    ),
    h('div', { class: 'column' }, element, resultPlace),
  );
  const inGraph = (show: () => void): void => {
    openTab('Graph');
    show();
  };
  const diagnose = diagnoseTab(
    {
      ask: asking.ask,
      act,
      request,
      go: (node) => inGraph(() => graph.goTo(node)),
      color: (heat) => inGraph(() => graph.color(heat)),
      compare: (against) => vscode.postMessage({ type: 'compare', against, request: request() }),
      takeAlong: (as) => vscode.postMessage({ type: 'takeAlong', as, request: request() }),
    },
    model,
  );
  return tabs(
    [
      { name: 'Overview', content: columns },
      { name: 'Graph', content: graph.element },
      { name: 'Diagnose', content: diagnose },
    ],
    kept().tab,
    (tab) => {
      keep({ ...kept(), tab });
      page.classList.toggle('wide', tab === 'Graph');
      page.classList.toggle('broad', tab === 'Diagnose');
      if (tab === 'Graph') graph.shown();
    },
  );
}

function openTab(name: string): void {
  const all = [...page.querySelectorAll<HTMLElement>('[role=tab]')];
  all.find(({ textContent }) => textContent === name)?.click();
}

const sizesOf = (model: ModelSummary) => runRequest(model, kept().form ?? initialForm(model, undefined)).symbols ?? {};

function startRun(request: RunRequest): void {
  lastRequest = request;
  isRunning = true;
  form?.setRunning(true);
  resultPlace.classList.add('stale');
  vscode.postMessage({ type: 'run', request });
}

/** The form as the model suggests it, as if it had never been filled. */
function forget(): void {
  vscode.postMessage({ type: 'forget' });
  const { form: _forgotten, ...rest } = kept();
  keep(rest);
  if (!shown) return;
  const { remembered: _before, ...message } = shown;
  showModel({ ...message, reloaded: false });
}

function cancel(): void {
  form?.setRunning(true, 'Cancelling…');
  vscode.postMessage({ type: 'cancel' });
}

function showResult(answer: Answer<ModelResult>): void {
  isRunning = false;
  form?.setRunning(false, answer.problem?.kind === 'cancelled' ? 'Cancelled.' : '');
  resultPlace.classList.remove('stale');
  if (answer.problem?.kind === 'cancelled') return;
  if (answer.problem) {
    clearResult();
    fill(resultPlace, problemPanel(answer.problem, act));
    return;
  }
  keep({ ...kept(), result: answer.value });
  fill(
    resultPlace,
    results(answer.value, asking.ask, (runs) => form?.run(runs)),
  );
}

function clearResult(): void {
  fill(resultPlace);
  const { result: _cleared, ...rest } = kept();
  keep(rest);
}

function act(action: Action): void {
  switch (action) {
    case 'retry':
      return form ? form.run() : vscode.postMessage({ type: 'reload' });
    case 'reload':
      return vscode.postMessage({ type: 'reload' });
    case 'runAnyway':
      return lastRequest && startRun({ ...lastRequest, ignoreQuarantine: true });
    default:
      return vscode.postMessage({ type: 'act', action });
  }
}

function time(): string {
  return new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
