// The panel about a node: what it is, takes and gives; its weights and, by a run, any tensor at it.
import type { Body, GraphPath, NodeDetails, Port, SourceFrame } from '../../../server/src/protocol';
import type { Action, RunRequest } from '../messages';
import { fill, h, newId, type Child } from '../dom';
import { domainName, integer, short } from '../format';
import type { Ask } from './asking';
import { typeText } from './labels';
import { showRun, showStored, storedText } from './tensors';

export interface DetailsHandlers {
  readonly path: GraphPath;
  readonly ask: Ask;
  readonly act: (action: Action) => void;
  /** With what the run form holds now. */
  readonly request: () => RunRequest;
  /** Goes to another node of this graph. */
  readonly go: (node: number) => void;
  readonly openBody: (body: Body) => void;
  /** Shows only what is so many edges around. */
  readonly around: (node: number, hops: number) => void;
  /** Shows the line of Python in an editor. */
  readonly openSource: (frame: SourceFrame) => void;
  readonly close: () => void;
}

export function detailsPanel(details: NodeDetails, handlers: DetailsHandlers): HTMLElement {
  const { operator, domain, name, scope, description, attributes, inputs, outputs, bodies, metadata, node } = details;
  return h(
    'section',
    { class: 'details', 'aria-label': `Details of ${operator}` },
    h(
      'div',
      { class: 'details-head' },
      h('h2', { tabindex: -1 }, operator, h('span', { class: 'count' }, domainName(domain))),
      h(
        'button',
        { class: 'tool', type: 'button', title: 'Close', 'aria-label': 'Close details', onclick: handlers.close },
        '✕',
      ),
    ),
    name !== '' && h('p', { class: 'details-name' }, h('code', {}, name)),
    scope.length > 0 && h('p', { class: 'remark' }, `in ${scope.join(' › ')}`),
    details.multiplyAdds !== null &&
      h(
        'p',
        { class: 'remark', title: `${integer(details.multiplyAdds)} at the sizes named in the overview` },
        `${short(details.multiplyAdds)} multiply-adds`,
      ),
    description !== '' && h('p', {}, description),
    h(
      'p',
      { class: 'links' },
      h('span', { class: 'remark' }, 'Only what is around: '),
      [1, 2, 4].map((hops) =>
        h(
          'button',
          { class: 'link', type: 'button', onclick: () => handlers.around(node, hops) },
          hops === 1 ? '1 edge' : `${hops} edges`,
        ),
      ),
    ),
    details.source.length > 0 && sourceLines(details, handlers),
    bodies.map((body) =>
      h(
        'button',
        { class: 'tool body', type: 'button', onclick: () => handlers.openBody(body) },
        `Open ${body.name} ›`,
      ),
    ),
    ports('Inputs', inputs, details, handlers),
    ports('Outputs', outputs, details, handlers),
    attributes.length > 0 && attributeList(details, handlers),
    metadata.length > 0 &&
      block(
        'Metadata',
        metadata.map(({ name: key, text }) => h('div', { class: 'fact' }, h('dt', {}, key), h('dd', {}, text))),
      ),
  );
}

function block(title: string, rows: readonly HTMLElement[]): HTMLElement {
  return h('div', { role: 'group', 'aria-label': title }, h('h3', {}, title), h('dl', { class: 'fact-list' }, rows));
}

/** The line that made it first, then those that called it. */
function sourceLines({ source }: NodeDetails, { openSource }: DetailsHandlers): HTMLElement {
  return block(
    'Python source',
    source
      .toReversed()
      .map((frame) =>
        h(
          'div',
          { class: 'fact' },
          h(
            'dt',
            {},
            h(
              'button',
              { class: 'link', type: 'button', title: `Open ${frame.file}`, onclick: () => openSource(frame) },
              `${frame.file.split(/[\\/]/).at(-1) ?? frame.file}:${frame.line}`,
            ),
          ),
          h('dd', {}, frame.code === '' ? frame.function : h('code', {}, frame.code)),
        ),
      ),
  );
}

function attributeList({ attributes }: NodeDetails, handlers: DetailsHandlers): HTMLElement {
  return block(
    'Attributes',
    attributes.map(({ name, text, stored }) => {
      const place = h('div', { class: 'values-place' });
      return h(
        'div',
        { class: 'fact' },
        h('dt', {}, name),
        h(
          'dd',
          {},
          text,
          stored && toggle('Show values', place, () => showStored(place, { ...handlers, stored })),
          place,
        ),
      );
    }),
  );
}

function ports(
  title: string,
  all: readonly Port[],
  details: NodeDetails,
  handlers: DetailsHandlers,
): HTMLElement | false {
  const given = all.filter(({ name }) => name !== '');
  if (given.length === 0) return false;
  return h(
    'div',
    { role: 'group', 'aria-label': title },
    h('h3', {}, title),
    h(
      'ul',
      { class: 'ports' },
      given.map((port) => portRow(port, title === 'Inputs' ? '←' : '→', details, handlers)),
    ),
  );
}

function portRow(port: Port, arrow: string, { runnable }: NodeDetails, handlers: DetailsHandlers): HTMLElement {
  const { name, stored, boundary, others } = port;
  const place = h('div', { class: 'values-place' });
  const at = { input: 'an input of the graph', output: 'an output of the graph', outer: 'from the graph around' };
  const view = stored
    ? toggle('Show values', place, () => showStored(place, { ...handlers, stored }))
    : runnable &&
      toggle('Look at this tensor', place, () =>
        showRun(place, { ...handlers, tensor: name, request: handlers.request() }),
      );
  return h(
    'li',
    { class: stored ? 'port weight' : 'port' },
    h('div', { class: 'port-name' }, h('code', {}, name), boundary && h('span', { class: 'remark' }, at[boundary])),
    h('div', { class: 'remark' }, stored ? storedText(stored) : portType(port)),
    h(
      'div',
      { class: 'links' },
      view,
      others.map(({ node, label }) =>
        h(
          'button',
          { class: 'link', type: 'button', title: 'Go there', onclick: () => handlers.go(node) },
          `${arrow} ${label}`,
        ),
      ),
    ),
    place,
  );
}

function portType({ type, inferred }: Port): Child {
  const text = typeText(type);
  if (text === '') return 'type not stated in the file';
  const why = 'The file does not state it; it follows from the graph';
  return [text, inferred && h('span', { title: why }, ' · inferred')];
}

/** A button that fills a place and empties it again. */
function toggle(label: string, place: HTMLElement, show: () => Promise<void>): HTMLElement {
  place.id = newId('values');
  const button = h(
    'button',
    { class: 'link', type: 'button', 'aria-expanded': 'false', 'aria-controls': place.id },
    label,
  );
  button.addEventListener('click', () => {
    const opens = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(opens));
    fill(button, opens ? 'Hide' : label);
    if (opens) void show();
    else fill(place);
  });
  return button;
}
