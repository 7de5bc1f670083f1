// The operators of a model as bars, the most frequent first.
import type { ModelSummary } from '../messages';
import { fill, h, newId } from '../dom';
import { domainName, integer } from '../format';

const SHOWN = 12;

/** A titled list of bars; more than a dozen are shown on request. */
export function operatorBars(operators: ModelSummary['operators'], nodeCount: number): HTMLElement {
  const most = Math.max(1, ...operators.map(({ count }) => count));
  const list = h(
    'ul',
    { class: 'operators', id: newId('operators') },
    operators.slice(0, SHOWN).map((one) => bar(one, most)),
  );
  const hidden = operators.length - SHOWN;
  const more = h('div', {});
  const showAll = () => {
    list.append(...operators.slice(SHOWN).map((one) => bar(one, most)));
    fill(more);
  };
  if (hidden > 0) fill(more, h('button', { class: 'link', type: 'button', onclick: showAll }, `Show ${hidden} more`));
  return h(
    'section',
    { 'aria-label': 'Operators' },
    h(
      'h2',
      {},
      'Operators',
      h(
        'span',
        { class: 'count', title: 'Nodes in the graph and its subgraphs' },
        `${integer(nodeCount)} ${nodeCount === 1 ? 'node' : 'nodes'}`,
      ),
    ),
    operators.length === 0
      ? h('p', { class: 'empty' }, 'The graph has no nodes, or the format does not tell them.')
      : list,
    more,
  );
}

function bar({ operator, domain, count }: ModelSummary['operators'][number], most: number): HTMLElement {
  const fillElement = h('span', { class: 'bar-fill' });
  fillElement.style.setProperty('--share', `${(100 * count) / most}%`);
  return h(
    'li',
    { title: `${domainName(domain)} · ${operator} · ${integer(count)}` },
    h('span', { class: 'bar-label' }, operator, domain && h('span', { class: 'remark' }, ` ${domain}`)),
    h('span', { class: 'bar', 'aria-hidden': 'true' }, fillElement),
    h('span', { class: 'bar-value' }, integer(count)),
  );
}
