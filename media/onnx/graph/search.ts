// The search field over the graph, with the hits below it; arrows choose one, Enter goes there.
import type { GraphHit, GraphHits } from '../../../server/src/protocol';
import type { Answer } from '../messages';
import { fill, h } from '../dom';
import { integer } from '../format';

const QUIET_MS = 120;

export interface Search {
  readonly element: HTMLElement;
  focus(): void;
}

export function createSearch(
  ask: (text: string) => Promise<Answer<GraphHits>>,
  choose: (node: number) => void,
): Search {
  const field = h('input', {
    type: 'search',
    class: 'search',
    placeholder: 'Find operator, name, tensor or shape',
    'aria-label': 'Find in the graph',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': 'graph-hits',
    'aria-autocomplete': 'list',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const list = h('ul', { id: 'graph-hits', role: 'listbox', 'aria-label': 'Found' });
  const said = h('p', { class: 'remark', role: 'status' });
  const box = h('div', { class: 'hits', hidden: true }, list, said);
  let hits: readonly GraphHit[] = [];
  let at = 0;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function close(): void {
    box.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  }

  function mark(index: number): void {
    at = index;
    for (const [each, row] of [...list.children].entries()) {
      row.setAttribute('aria-selected', String(each === at));
      if (each === at) {
        field.setAttribute('aria-activedescendant', row.id);
        row.scrollIntoView({ block: 'nearest' });
      }
    }
  }

  function pick(index: number): void {
    const hit = hits[index];
    if (!hit) return;
    close();
    choose(hit.node);
  }

  async function search(): Promise<void> {
    const mine = ++asked;
    const text = field.value.trim();
    if (text === '') return close();
    const answer = await ask(text);
    if (mine !== asked) return;
    hits = answer.value?.hits ?? [];
    const total = answer.value?.total ?? 0;
    fill(list, hits.map(row));
    fill(said, answer.problem ? `${answer.problem.what} ${answer.problem.todo}` : summary(hits.length, total));
    box.hidden = false;
    field.setAttribute('aria-expanded', String(hits.length > 0));
    mark(0);
  }

  const row = ({ operator, name, matched }: GraphHit, index: number): HTMLElement =>
    h(
      'li',
      {
        id: `graph-hit-${index}`,
        role: 'option',
        'aria-selected': 'false',
        onmousedown: (event) => {
          event.preventDefault();
          pick(index);
        },
      },
      h('span', { class: 'hit-operator' }, operator),
      h('span', { class: 'remark' }, matched === '' ? name : matched),
    );

  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void search(), QUIET_MS);
  });
  field.addEventListener('focus', () => field.value.trim() !== '' && void search());
  field.addEventListener('blur', close);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') mark(Math.min(hits.length - 1, at + 1));
    else if (event.key === 'ArrowUp') mark(Math.max(0, at - 1));
    else if (event.key === 'Enter') pick(at);
    else if (event.key === 'Escape' && !box.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { element: h('div', { class: 'search-box' }, field, box), focus: () => field.focus() };
}

function summary(shown: number, total: number): string {
  if (total === 0) return 'Nothing found. A shape is written as 1x3x224x224.';
  return shown < total ? `The first ${shown} of ${integer(total)} nodes` : `${total} ${total === 1 ? 'node' : 'nodes'}`;
}
