// The page of models compared: what differs in two files, and between what both make of the same input; or between what
// a model gives and what was saved.
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
import { savedSections, savedVerdict } from './saved';
import { structureSections, verdict } from './structure';

declare function acquireVsCodeApi(): { postMessage(message: FromComparePage): void };

const vscode = acquireVsCodeApi();
const page = document.querySelector<HTMLElement>('#model')!;
page.classList.add('broad');
window.addEventListener('message', ({ data }: MessageEvent<ToComparePage>) => show(data));
vscode.postMessage({ type: 'ready' });

function show(message: ToComparePage): void {
  page.setAttribute('aria-busy', String(message.type === 'comparing'));
  const { a, b, type } = message;
  if (type === 'comparing') {
    const waiting = h('p', { class: 'remark', role: 'status' }, 'Reading and running…');
    return fill(page, title('Comparing', a, b), waiting, h('vscode-progress-bar'));
  }
  const heading = title(type === 'comparison' ? 'Models compared' : 'Compared with a saved result', a, b);
  const { problem } = message.answer;
  if (problem) {
    fill(page, heading, h('div', { class: 'alone' }, problemPanel(problem, act, ['retry'])));
  } else if (message.type === 'comparison') {
    const { diff, run } = message.answer.value;
    const sections = [run && resultsSection(run, act), structureSections(diff)];
    fill(page, heading, verdict(message.answer.value), h('div', { class: 'diagnose' }, sections));
  } else {
    const { value } = message.answer;
    fill(page, heading, savedVerdict(value), h('div', { class: 'diagnose' }, savedSections(value)));
  }
}

const title = (text: string, a: string, b: string): HTMLElement =>
  h(
    'header',
    {},
    h('h1', {}, text),
    h(
      'p',
      { class: 'sides' },
      h('span', { class: 'side-a' }, a),
      h('span', { class: 'remark' }, 'and'),
      h('span', { class: 'side-b' }, b),
    ),
  );

function act(action: Parameters<Parameters<typeof problemPanel>[1]>[0]): void {
  if (action === 'retry' || action === 'reload' || action === 'runAnyway') vscode.postMessage({ type: 'again' });
  else vscode.postMessage({ type: 'act', action });
}
