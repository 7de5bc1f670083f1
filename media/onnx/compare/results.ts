// What both models make of the same input: the outputs, and the tensors inside in the order of the run.
import type { ComparedResults, ComparedValues, ModelComparison, NodeName } from '../../../server/src/protocol';
import { h } from '../dom';
import { integer, scalar, shapeText, short } from '../format';
import type { Action } from '../messages';
import { problemPanel } from '../problem';
import { sortTable, type Column } from '../diagnose/sortTable';
import { percent } from './structure';

export function resultsSection(run: NonNullable<ModelComparison['run']>, act: (action: Action) => void): HTMLElement {
  const content = 'problem' in run ? problemPanel(run.problem, act, ['retry']) : outcome(run.value);
  return h('section', { 'aria-label': 'Results' }, h('h2', {}, 'Results'), content);
}

function outcome(results: ComparedResults): readonly (HTMLElement | false)[] {
  const { inputs, outputs, compared, differing, differingCount, refused } = results;
  const fed = inputs.map(({ name, shape }) => `${name}${shape ? ` ${shapeText(shape)}` : ''}`).join(', ');
  const [first] = differing;
  return [
    h('p', { class: 'remark' }, `Both got the same ${fed}.`),
    sortTable(outputs, columns, { label: 'Outputs', rowClass }),
    h('h3', {}, 'Inside'),
    h(
      'p',
      {},
      first === undefined
        ? `All ${integer(compared)} tensors that both have agree.`
        : [
            `${integer(differingCount)} of ${integer(compared)} tensors that both have differ. The first is `,
            h('code', {}, first.name),
            first.node && ` of ${nodeText(first.node)}`,
            '; whatever was compared before it agrees.',
          ],
      refused > 0 && h('span', { class: 'remark' }, ` ${integer(refused)} could not be compared.`),
    ),
    differing.length > 0 &&
      sortTable(differing, [...columns.slice(0, 1), maker, ...columns.slice(1, INNER_COLUMNS)], {
        label: 'Tensors inside that differ',
        rowClass,
      }),
  ];
}

const nodeText = ({ operator, name }: NodeName): string => [operator, name].filter(Boolean).join(' ');

export const rowClass = ({ difference }: ComparedValues): string => (difference.differs ? 'changed' : '');

const maker: Column<ComparedResults['differing'][number]> = {
  title: 'Made by',
  by: ({ node }) => node?.operator ?? '',
  cell: ({ node }) => h('span', { title: node?.name }, node?.operator ?? ''),
};

const number = (
  title: string,
  hint: string,
  pick: (numbers: NonNullable<ComparedValues['difference']['numbers']>) => number | null,
  write: (value: number) => string,
): Column<ComparedValues> => ({
  title,
  hint,
  by: ({ difference }) => (difference.numbers ? pick(difference.numbers) : null),
  cell: ({ difference }) => {
    const value = difference.numbers ? pick(difference.numbers) : null;
    return value === null ? '' : write(value);
  },
  numeric: true,
});

/** A tensor inside is no row of scores: what follows is of outputs only. */
const INNER_COLUMNS = 7;

/** How often the value fits into the difference, where that is more than some times; a value of 0 never does. */
const times = (relative: number | null): string =>
  relative === null ? '∞' : relative < 10 ? percent(relative) : `${short(relative)}×`;

export const columns: readonly Column<ComparedValues>[] = [
  {
    title: 'Tensor',
    by: ({ name }) => name,
    cell: ({ name, other }) => h('code', { title: other === name ? name : `${name}, ${other} in the second` }, name),
  },
  {
    title: '',
    cell: ({ difference: { differs, numbers, shape, otherShape } }) => {
      if (numbers === null && shape.join() !== otherShape.join())
        return `${shapeText(shape)} → ${shapeText(otherShape)}`;
      return h('span', { class: differs ? 'differs' : 'agrees' }, differs ? 'differs' : 'agrees');
    },
  },
  number('Largest difference', '|a − b|', ({ absolute }) => absolute, scalar),
  {
    title: 'Relative',
    hint: 'The largest |a − b| / |a|, of differences above 1e-5',
    by: ({ difference }) => (difference.numbers ? (difference.numbers.relative ?? Infinity) : null),
    cell: ({ difference }) => (difference.numbers ? times(difference.numbers.relative) : ''),
    numeric: true,
  },
  number('Mean difference', 'Mean of |a − b|', ({ mean }) => mean, scalar),
  number(
    'Cosine',
    'Of both as vectors: 1 is the same direction',
    ({ cosine }) => cosine,
    (value) => value.toFixed(6),
  ),
  number(
    'Beyond',
    'Values that differ by more than 1e-5 and 0.1 % of them',
    ({ beyond, count }) => beyond / (count || 1),
    percent,
  ),
  number('Same largest', 'Rows whose largest value is at the same place', ({ top1 }) => top1, percent),
  number('Same five', 'Of the five largest of each row, those that both have', ({ top5 }) => top5, percent),
];
