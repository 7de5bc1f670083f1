// What one run costs: multiply-adds, and the tensors between nodes. Counted once the page is there, from shapes alone.
import type { ModelCost, ModelSummary, ValueType } from '../../../server/src/protocol';
import { fill, h } from '../dom';
import { bytes, integer, shapeOf, shapeText, short, typeName } from '../format';
import type { Ask } from '../graph/asking';

interface Handlers {
  readonly ask: Ask;
  /** Sizes of symbolic dimensions as the run form has them now. */
  readonly symbols: () => Readonly<Record<string, number>>;
}

/** A section that fills itself; it stays away from a model where there is nothing to count. */
export function costSection(model: ModelSummary, handlers: Handlers): HTMLElement {
  const section = h('section', { 'aria-label': 'Cost of a run', class: 'cost', hidden: true });
  const count = async (symbols: Readonly<Record<string, number>>): Promise<void> => {
    const { value } = await handlers.ask('heldout/model/cost', { symbols });
    if (value === undefined || (value.counted === 0 && value.disagreements.length === 0)) return;
    section.hidden = false;
    fill(section, content(value), hasChoice(value, model) && again());
  };
  const again = (): HTMLElement =>
    h(
      'p',
      { class: 'links' },
      h(
        'button',
        { class: 'link', type: 'button', onclick: () => void count(handlers.symbols()) },
        'Count at the sizes of the run form',
      ),
    );
  void count({});
  return section;
}

const hasChoice = ({ inputs }: ModelCost, { symbols }: ModelSummary): boolean =>
  symbols.length > 0 && inputs.some(({ isStated }) => !isStated);

function content(cost: ModelCost): readonly (HTMLElement | false)[] {
  const { multiplyAdds, counted, unknown, activationBytes, largest, inputs, disagreements } = cost;
  const rows: readonly (readonly [string, string | HTMLElement, string?])[] = [
    ...(counted > unknown
      ? ([['Multiply-adds', amount(multiplyAdds, unknown, counted), integer(multiplyAdds)]] as const)
      : []),
    ...(largest === null
      ? []
      : ([
          [
            'Between nodes',
            h(
              'span',
              {},
              `${bytes(activationBytes)} in all; the largest is `,
              h('code', {}, largest.tensor),
              `, ${bytes(largest.bytes)}`,
            ),
          ],
        ] as const)),
    [
      'Counted for',
      h(
        'span',
        {},
        inputs.map(({ name, shape }, index) => [index > 0 && ', ', h('code', {}, name), ` ${shapeText(shape)}`]),
      ),
    ],
  ];
  return [
    h('h2', {}, 'Cost of a run'),
    h(
      'table',
      { class: 'facts' },
      h(
        'tbody',
        {},
        rows.map(([name, value, title]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', { title }, value))),
      ),
    ),
    disagreements.length > 0 && contradictions(disagreements),
  ];
}

function amount(multiplyAdds: number, unknown: number, counted: number): string {
  const left =
    unknown === 0 ? '' : `, without ${integer(unknown)} of ${integer(counted)} nodes whose shapes are not known`;
  return `${short(multiplyAdds)}${left}`;
}

/** An output whose batch was fixed by the exporter, most often. */
function contradictions(disagreements: ModelCost['disagreements']): HTMLElement {
  return h(
    'div',
    { class: 'contradictions' },
    h('p', {}, 'The file states shapes that the graph does not give. Programs that rely on the stated ones go wrong:'),
    h(
      'ul',
      {},
      disagreements.map(({ tensor, stated, inferred }) =>
        h('li', {}, h('code', {}, tensor), ` states ${typeText(stated)}; it is ${typeText(inferred)}`),
      ),
    ),
  );
}

function typeText(type: ValueType): string {
  const shape = shapeOf(type);
  return `${typeName(type)} ${shape === null ? '' : shapeText(shape.map((size) => size ?? '?'))}`;
}
