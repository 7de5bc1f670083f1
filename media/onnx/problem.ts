// A problem in words: what happened, why, what to do, with buttons for what can be done here.
import type { Action, Problem } from './messages';
import { h } from './dom';

const ACTIONS: Readonly<Record<string, readonly Action[]>> = {
  untrusted: ['trust'],
  quarantined: ['runAnyway', 'showLog'],
  'server-stopped': ['restartServer', 'showLog'],
  'server-failed': ['retry', 'showLog'],
  crashed: ['retry', 'showLog'],
  crash: ['retry', 'showLog'],
  killed: ['retry'],
};

const LABELS: Readonly<Record<Action, string>> = {
  trust: 'Manage Workspace Trust',
  runAnyway: 'Run Anyway',
  retry: 'Try Again',
  reload: 'Read Again',
  showLog: 'Show Log',
  restartServer: 'Restart Server',
};

/** The panel. `more` are actions that make sense where it stands, besides the problem's own. */
export function problemPanel(
  problem: Problem,
  act: (action: Action) => void,
  more: readonly Action[] = [],
): HTMLElement {
  const actions = [...new Set([...(ACTIONS[problem.kind] ?? []), ...more])];
  return h(
    'div',
    { class: 'problem', role: 'alert', 'data-kind': problem.kind },
    h('p', { class: 'problem-what' }, problem.what),
    problem.why && h('p', {}, problem.why),
    problem.todo && h('p', { class: 'problem-todo' }, problem.todo),
    actions.length > 0 &&
      h(
        'div',
        { class: 'buttons' },
        actions.map((action) => h('vscode-button', { secondary: true, onclick: () => act(action) }, LABELS[action])),
      ),
  );
}
