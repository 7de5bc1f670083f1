// What differs in the files: facts, signature, nodes and weights.
import type {
  FactChange,
  ModelComparison,
  ModelDiff,
  NodeChange,
  NodeName,
  ValueChange,
  ValueType,
  WeightChange,
} from '../../../server/src/protocol';
import { h, type Child } from '../dom';
import { integer, scalar, shapeOf, shapeText, typeName } from '../format';
import { sortTable, type Column } from '../diagnose/sortTable';

/** The outcome on one line. */
export function verdict({ diff, run }: ModelComparison): HTMLElement {
  const files = diff.same ? 'The files say the same' : 'The files differ';
  const results =
    run === null || 'problem' in run
      ? ''
      : run.value.differingCount === 0
        ? '; both make the same of the input'
        : '; what they make of the input differs';
  const isSame = diff.same && (run === null || ('value' in run && run.value.differingCount === 0));
  return h('p', { class: isSame ? 'all-well' : 'note', role: 'status' }, `${files}${results}.`);
}

export function structureSections(diff: ModelDiff): readonly (HTMLElement | false)[] {
  const { facts, metadata, inputs, outputs, nodes, operators, weights } = diff;
  return [
    section('Inputs and outputs', [...inputs.map(named('Input')), ...outputs.map(named('Output'))], valueColumns),
    section('Model', [...facts, ...metadata], factColumns),
    nodes.changed.length + nodes.onlyA.length + nodes.onlyB.length > 0 &&
      h(
        'section',
        { 'aria-label': 'Nodes' },
        h(
          'h2',
          {},
          'Nodes',
          h(
            'span',
            { class: 'count' },
            counts(nodes.same, nodes.changed.length, nodes.onlyA.length, nodes.onlyB.length),
          ),
        ),
        operators.length > 0 &&
          h('p', { class: 'remark' }, operators.map(({ operator, a, b }) => `${operator} ${a} → ${b}`).join(' · ')),
        sortTable(nodeRows(diff), nodeColumns, { label: 'Nodes that differ', rowClass: ({ kind }) => kind }),
      ),
    weights.changed.length + weights.onlyA.length + weights.onlyB.length + weights.unread.length > 0 &&
      h(
        'section',
        { 'aria-label': 'Weights' },
        h(
          'h2',
          {},
          'Weights',
          h(
            'span',
            { class: 'count' },
            counts(weights.same, weights.changed.length, weights.onlyA.length, weights.onlyB.length),
          ),
        ),
        sortTable(weightRows(diff), weightColumns, { label: 'Weights that differ', rowClass: ({ kind }) => kind }),
      ),
  ];
}

function counts(same: number, changed: number, gone: number, added: number): string {
  return `${integer(same)} the same, ${integer(changed)} changed, ${integer(gone)} gone, ${integer(added)} new`;
}

type Kind = 'changed' | 'gone' | 'added' | 'unread';

const SIGNS: Readonly<Record<Kind, readonly [sign: string, said: string]>> = {
  changed: ['~', 'changed'],
  gone: ['−', 'gone'],
  added: ['+', 'new'],
  unread: ['?', 'not read'],
};

const sign = ({ kind }: { readonly kind: Kind }): HTMLElement =>
  h('span', { class: 'sign-text', title: SIGNS[kind][1], 'aria-label': SIGNS[kind][1] }, SIGNS[kind][0]);

interface Change {
  readonly name: string;
  readonly a: string | null;
  readonly b: string | null;
}

const kindOf = ({ a, b }: { readonly a: unknown; readonly b: unknown }): Kind =>
  a === null ? 'added' : b === null ? 'gone' : 'changed';

function section(title: string, changes: readonly Change[], columns: readonly Column<Change>[]): HTMLElement | false {
  if (changes.length === 0) return false;
  return h(
    'section',
    { 'aria-label': title },
    h('h2', {}, title),
    sortTable(changes, columns, { label: title, rowClass: kindOf }),
  );
}

const changed = (title: string, before: string, after: string): readonly Column<Change>[] => [
  { title: '', cell: (change) => sign({ kind: kindOf(change) }) },
  { title, by: ({ name }) => name, cell: ({ name }) => name },
  { title: before, cell: ({ a }) => text(a) },
  { title: after, cell: ({ b }) => text(b) },
];

const factColumns = changed('Fact', 'First', 'Second');
const valueColumns = changed('Name', 'First', 'Second');

const text = (value: string | null): Child =>
  value === null
    ? h('span', { class: 'remark' }, 'none')
    : value === ''
      ? h('span', { class: 'remark' }, 'empty')
      : cut(value);

const MOST = 80;
const cut = (value: string): Child =>
  value.length > MOST ? h('span', { title: value.slice(0, 2000) }, `${value.slice(0, MOST)}…`) : value;

const named =
  (what: string) =>
  ({ name, a, b }: ValueChange): Change => ({ name: `${what} ${name}`, a: a && typeText(a), b: b && typeText(b) });

function typeText(type: ValueType): string {
  const shape = shapeOf(type);
  return shape === null ? typeName(type) : `${typeName(type)} ${shapeText(shape.map((size) => size ?? '?'))}`;
}

interface NodeRow {
  readonly kind: Kind;
  readonly node: NodeName;
  readonly changes: readonly FactChange[];
}

function nodeRows({ nodes }: ModelDiff): readonly NodeRow[] {
  const row = (kind: Kind) => (node: NodeName) => ({ kind, node, changes: [] });
  return [
    ...nodes.changed.map(({ b, changes }: NodeChange) => ({ kind: 'changed' as const, node: b, changes })),
    ...nodes.onlyA.map(row('gone')),
    ...nodes.onlyB.map(row('added')),
  ];
}

const nodeColumns: readonly Column<NodeRow>[] = [
  { title: '', by: ({ kind }) => kind, cell: sign },
  { title: 'Operator', by: ({ node }) => node.operator, cell: ({ node }) => node.operator },
  { title: 'Node', by: ({ node }) => node.name, cell: ({ node }) => h('code', { title: node.name }, cut(node.name)) },
  {
    title: 'What changed',
    cell: ({ changes }) =>
      changes.map(({ name, a, b }, index) => [index > 0 && '; ', h('strong', {}, name), ' ', text(a), ' → ', text(b)]),
  },
];

interface WeightRow {
  readonly kind: Kind;
  readonly name: string;
  readonly change: WeightChange | null;
}

function weightRows({ weights }: ModelDiff): readonly WeightRow[] {
  const row = (kind: Kind) => (name: string) => ({ kind, name, change: null });
  return [
    ...weights.changed.map((change) => ({ kind: 'changed' as const, name: change.name, change })),
    ...weights.onlyA.map(row('gone')),
    ...weights.onlyB.map(row('added')),
    ...weights.unread.map(row('unread')),
  ];
}

const weightType = (side: WeightChange['a'] | undefined): string =>
  side === undefined ? '' : `${side.elementType} ${shapeText(side.shape)}`;

const weightColumns: readonly Column<WeightRow>[] = [
  { title: '', by: ({ kind }) => kind, cell: sign },
  { title: 'Weight', by: ({ name }) => name, cell: ({ name }) => h('code', { title: name }, cut(name)) },
  {
    title: 'Type and shape',
    cell: ({ change }) => {
      const [a, b] = [weightType(change?.a), weightType(change?.b)];
      return a === b ? a : `${a} → ${b}`;
    },
  },
  {
    title: 'Largest difference',
    by: ({ change }) => change?.values?.absolute ?? null,
    cell: ({ change }) => (change?.values ? scalar(change.values.absolute) : ''),
    numeric: true,
  },
  {
    title: 'Of its size',
    hint: 'The difference as a vector, in parts of the first weight',
    by: ({ change }) => change?.values?.relative ?? null,
    cell: ({ change }) => (change?.values ? percent(change.values.relative) : ''),
    numeric: true,
  },
];

export const percent = (part: number): string =>
  part > 0 && part < 0.0001 ? '< 0.01 %' : `${Number((100 * part).toPrecision(3))} %`;
