// Class probabilities as bars, the highest first.
import type { ModelResult } from '../messages';
import { fill, h } from '../dom';
import { integer } from '../format';

const TOP = 5;

/** A chart of one output: a choice of the row where the batch has several, and of all classes where there are many. */
export function probabilityChart({ output, rows, isSoftmax }: ModelResult['probabilities'][number]): HTMLElement {
  let row = 0;
  let all = false;
  const chart = h('div', {});

  function show(): void {
    const { classes, count } = rows[row]!;
    const shown = all ? classes : classes.slice(0, TOP);
    fill(
      chart,
      h(
        'ol',
        { class: 'bars' },
        shown.map((one, index) => bar(one.label, one.probability, index === 0)),
      ),
      shown.length < count &&
        h(
          'p',
          { class: 'remark' },
          `The first ${shown.length} of ${integer(count)} classes. `,
          moreButton(classes.length),
        ),
    );
  }

  function moreButton(known: number): HTMLElement | null {
    if (all || known <= TOP) return null;
    const onclick = () => {
      all = true;
      show();
    };
    return h('button', { class: 'link', type: 'button', onclick }, `Show ${known}`);
  }

  show();
  return h(
    'div',
    { class: 'result chart', role: 'group', 'aria-label': `Class probabilities in ${output}` },
    h(
      'h3',
      {},
      'Class probabilities',
      h('span', { class: 'remark' }, isSoftmax ? 'softmax of ' : 'of ', h('code', {}, output)),
      rows.length > 1 && rowChoice(),
    ),
    chart,
  );

  function rowChoice(): HTMLElement {
    const select = h('vscode-single-select', { class: 'row-choice', label: 'Row of the batch' });
    select.append(...rows.map((_, index) => h('vscode-option', { value: index }, `Row ${index}`)));
    select.addEventListener('change', () => {
      row = select.selectedIndex;
      show();
    });
    return select;
  }
}

function bar(label: string, probability: number, first: boolean): HTMLElement {
  const bounded = Math.min(1, Math.max(0, probability));
  const filled = h('span', { class: 'bar-fill' });
  filled.style.setProperty('--share', `${100 * bounded}%`);
  return h(
    'li',
    { class: first ? 'first' : undefined, title: `${label}: ${probability}` },
    h('span', { class: 'bar-label' }, label),
    h('span', { class: 'bar', 'aria-hidden': 'true' }, filled),
    h('span', { class: 'bar-value' }, percent(probability)),
  );
}

function percent(probability: number): string {
  const value = 100 * probability;
  if (value > 0 && value < 0.01) return '< 0.01 %';
  return `${value >= 99.95 ? '100' : value.toFixed(value < 1 ? 2 : 1)} %`;
}
