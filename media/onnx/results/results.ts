// What a run gave: latency, notes, class probabilities, each output's values, and what was fed.
import type { OutputValue } from '../../../server/src/protocol';
import type { Answer, ModelResult, TensorPage } from '../messages';
import { fill, folded, h, type Child } from '../dom';
import type { Ask } from '../graph/asking';
import { duration, integer, numbersAlike, shapeText, typeName } from '../format';
import { foundBoxes } from './boxes';
import { probabilityChart } from './chart';
import { latency } from './latency';
import { outputPicture } from './picture';
import { statisticsLine } from './statisticsLine';
import { tensorTable, type LoadPage } from './tensor';

/** The results, most telling first. `measure` runs the model again so many times; without it latency is left out. */
export function results(result: ModelResult, ask: Ask, measure?: (runs: number) => void): HTMLElement {
  const load =
    (output: string): Load =>
    (offset, count, item) =>
      ask('heldout/model/values', { run: result.run, output, offset, count, ...(item === undefined ? {} : { item }) });

  /** A picture says more than its values, which are folded then. */
  function outputBody(name: string, value: OutputValue): Child {
    const offer = result.pictures.find(({ output }) => output === name);
    const statistics = statisticsLine(result.statistics[name]);
    const values = outputValue(value, load(name));
    if (!offer) return [statistics, values];
    const picture = outputPicture({ run: result.run, output: name }, offer, ask);
    return [picture, statistics, folded({ class: 'output-values' }, 'Values', values)];
  }

  const { runMs, loadMs } = result.timing;
  const loaded = loadMs > 0 ? `, model loaded in ${duration(loadMs)}` : '';
  return h(
    'section',
    { 'aria-label': 'Results', class: 'results' },
    h('h2', {}, 'Results', h('span', { class: 'count' }, `ran in ${duration(runMs)}${loaded}`)),
    result.notes.length > 0 &&
      h(
        'ul',
        { class: 'notes' },
        result.notes.map((note) => h('li', {}, note)),
      ),
    result.probabilities.map(probabilityChart),
    result.detections && foundBoxes(result.run, result.detections, ask),
    result.outputs.map(({ name, type, value }) =>
      h(
        'div',
        { class: 'result', role: 'group', 'aria-label': `Output ${name}` },
        h('h3', {}, h('code', {}, name), h('span', { class: 'remark' }, describe(value) ?? typeName(type))),
        outputBody(name, value),
      ),
    ),
    measure && latency(result.timing.warm, measure),
    fed(result, ask),
  );
}

type Load = (offset: number, count: number, item?: number) => Promise<Answer<TensorPage>>;

function describe(value: OutputValue): string | null {
  if (value.kind === 'tensor') return `${value.elementType} ${shapeText(value.shape)}`;
  if (value.kind === 'sequence') return `sequence of ${integer(value.length)}`;
  if (value.kind === 'map') return `map of ${integer(value.length)}`;
  return null;
}

function outputValue(value: OutputValue, load?: Load, item?: number): HTMLElement {
  switch (value.kind) {
    case 'tensor': {
      const page: LoadPage | undefined = load && ((offset, count) => load(offset, count, item));
      return tensorTable(value, page);
    }
    case 'map':
      return mapTable([value.entries], value.length);
    case 'sequence':
      return sequence(value, load);
    case 'none':
      return h('p', { class: 'empty' }, 'No value: the optional is empty.');
  }
}

function sequence({ items, length }: Extract<OutputValue, { kind: 'sequence' }>, load?: Load): HTMLElement {
  const cut = items.length < length && h('p', { class: 'remark' }, `The first ${items.length} of ${integer(length)}.`);
  const maps = items.flatMap((item) => (item.kind === 'map' ? [item] : []));
  if (maps.length > 0 && maps.length === items.length) {
    return h(
      'div',
      {},
      mapTable(
        maps.map(({ entries }) => entries),
        maps[0]!.length,
      ),
      cut,
    );
  }
  if (length === 0) return h('p', { class: 'empty' }, 'The sequence is empty.');
  const list = items.map((item, index) =>
    h('li', {}, h('span', { class: 'remark' }, describe(item) ?? ''), outputValue(item, load, index)),
  );
  return h('div', {}, h('ol', { class: 'sequence', start: 0 }, list), cut);
}

/** Maps with the same keys as the rows of one table. */
function mapTable(rows: readonly Extract<OutputValue, { kind: 'map' }>['entries'][], keyCount: number): HTMLElement {
  const keys = [...new Set(rows.flatMap((entries) => entries.map(({ key }) => key)))];
  const write = numbersAlike(rows.flatMap((entries) => entries.map(({ value }) => value)));
  const table = h(
    'table',
    { class: 'tensor' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        rows.length > 1 && h('td', {}),
        keys.map((key) => h('th', { scope: 'col' }, key)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((entries, index) => {
        const byKey = new Map(entries.map(({ key, value }) => [key, value]));
        const cells = keys.map((key) => {
          const value = byKey.get(key);
          return h('td', { class: 'number', title: String(value ?? '') }, value === undefined ? '' : write(value));
        });
        return h('tr', {}, rows.length > 1 && h('th', { scope: 'row' }, `[${index}]`), cells);
      }),
    ),
  );
  const cut =
    keys.length < keyCount && h('p', { class: 'remark' }, `The first ${keys.length} of ${integer(keyCount)} keys.`);
  return h('div', {}, h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Values' }, table), cut);
}

/** Folded: the user typed most of it, but random values are worth a look. */
function fed({ run, inputs, fedPictures }: ModelResult, ask: Ask): HTMLElement | null {
  if (inputs.length === 0) return null;
  const content = h('div', {});
  // A picture is asked for only when it is looked at.
  const show = () => {
    const shown = inputs.map(({ name, value }) => {
      const offer = fedPictures.find(({ output }) => output === name);
      return h(
        'div',
        { class: 'result', role: 'group', 'aria-label': `Input ${name}` },
        h('h3', {}, h('code', {}, name), h('span', { class: 'remark' }, describe(value) ?? '')),
        offer && outputPicture({ run, output: name, isInput: true }, offer, ask),
        offer ? folded({ class: 'output-values' }, 'Values', outputValue(value)) : outputValue(value),
      );
    });
    fill(content, shown);
  };
  const element = h('details', { class: 'fed' }, h('summary', {}, 'What was fed'), content);
  element.addEventListener('toggle', show, { once: true });
  return element;
}
