// The page of two models compared: what differs in the files, and between what both make of the same input.
import '../style.css';
import '../graph/graph.css';
import '../diagnose/diagnose.css';
import './compare.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { fill, h } from '../dom';
import type { FromComparePage, ToComparePage } from '../messages';
import { problemPanel } from '../problem';
import { resultsSection } from './results';
import { structureSections, verdict } from './structure';

declare function acquireVsCodeApi(): { postMessage(message: FromComparePage): void };

const vscode = acquireVsCodeApi();
const page = document.querySelector<HTMLElement>('#model')!;
page.classList.add('broad');
window.addEventListener('message', ({ data }: MessageEvent<ToComparePage>) => show(data));
vscode.postMessage({ type: 'ready' });

function show(message: ToComparePage): void {
  page.setAttribute('aria-busy', String(message.type === 'comparing'));
  const title = h(
    'header',
    {},
    h('h1', {}, 'Models compared'),
    h(
      'p',
      { class: 'sides' },
      h('span', { class: 'side-a' }, message.a),
      h('span', { class: 'remark' }, 'and'),
      h('span', { class: 'side-b' }, message.b),
    ),
  );
  if (message.type === 'comparing') {
    fill(
      page,
      title,
      h('p', { class: 'remark', role: 'status' }, 'Reading and running both…'),
      h('vscode-progress-bar'),
    );
    return;
  }
  const { answer } = message;
  if (answer.problem) {
    fill(page, title, h('div', { class: 'alone' }, problemPanel(answer.problem, act, ['retry'])));
    return;
  }
  const { diff, run } = answer.value;
  fill(
    page,
    title,
    verdict(answer.value),
    h('div', { class: 'diagnose' }, run && resultsSection(run, act), structureSections(diff)),
  );
}

function act(action: Parameters<Parameters<typeof problemPanel>[1]>[0]): void {
  if (action === 'retry' || action === 'reload' || action === 'runAnyway') vscode.postMessage({ type: 'again' });
  else vscode.postMessage({ type: 'act', action });
}
