// What a model is: its signature, operators, facts, metadata and the files beside it.
import type { ModelSummary } from '../messages';
import { h } from '../dom';
import { bytes, domainName, integer } from '../format';
import { operatorBars } from './operators';
import { signatureTable } from './signature';

/** The left part of the page. `cost` is what a run costs, which comes later. */
export function overview(model: ModelSummary, cost: HTMLElement): readonly HTMLElement[] {
  return [
    signatureTable('Inputs', model.inputs, model.optionalInputs),
    signatureTable('Outputs', model.outputs),
    operatorBars(model.operators, model.nodeCount),
    cost,
    factsTable('Model', facts(model)),
    ...(model.metadata.length > 0
      ? [
          factsTable(
            'Metadata',
            model.metadata.map(({ key, value }) => [key, value]),
          ),
        ]
      : []),
    ...(model.externalFiles.length > 0 ? [externalFiles(model.externalFiles)] : []),
  ];
}

/** Trees, linear models and the like, whose parameters are attributes of their nodes. */
export function hasClassicalOperators({ operators }: ModelSummary): boolean {
  return operators.some(({ domain }) => domain === 'ai.onnx.ml');
}

type Fact = readonly [name: string, value: string | HTMLElement];

function facts(model: ModelSummary): readonly Fact[] {
  const producer = [model.producer.name, model.producer.version].filter(Boolean).join(' ');
  // An ORT file lists every set of operators that its runtime knew.
  const inUse = new Set(model.operators.map(({ domain }) => domain));
  const used = model.opsets.filter(({ domain }) => inUse.has(domain));
  const opsets = (used.length > 0 ? used : model.opsets)
    .map(({ domain, version }) => `${domainName(domain)} ${version}`)
    .join(', ');
  const weights = model.weights.map(
    ({ elementType, tensors, byteLength }) =>
      `${integer(tensors)} ${elementType} ${tensors === 1 ? 'tensor' : 'tensors'}, ${bytes(byteLength)}`,
  );
  const all: readonly (readonly [string, string])[] = [
    ['Description', model.description],
    ['Producer', producer],
    ['Operator sets', opsets],
    ['Format', model.format === 'ort' ? 'ORT (FlatBuffers)' : `ONNX, IR version ${model.irVersion}`],
    ['Graph', model.graphName],
    ['Domain', model.domain],
    ['Model version', model.modelVersion ? String(model.modelVersion) : ''],
    [
      'Parameters',
      `${integer(model.parameters)}${hasClassicalOperators(model) ? ', besides those in attributes' : ''}`,
    ],
    ['Weights', weights.join('; ')],
    ['File size', bytes(model.byteLength)],
  ];
  return all.filter(([, value]) => value !== '');
}

/** A titled list of names and values; long values fold. */
function factsTable(title: string, rows: readonly Fact[]): HTMLElement {
  return h(
    'section',
    { 'aria-label': title },
    h('h2', {}, title),
    h(
      'table',
      { class: 'facts' },
      h(
        'tbody',
        {},
        rows.map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, folded(value)))),
      ),
    ),
  );
}

const FOLD_FROM = 160;

function folded(value: string | HTMLElement): HTMLElement | string {
  if (typeof value !== 'string' || value.length <= FOLD_FROM) return value;
  return h(
    'details',
    {},
    h(
      'summary',
      {},
      `${value.slice(0, FOLD_FROM - 40)}… `,
      h('span', { class: 'remark' }, `${integer(value.length)} characters`),
    ),
    h('div', { class: 'long' }, value),
  );
}

function externalFiles(files: ModelSummary['externalFiles']): HTMLElement {
  return factsTable(
    'Files with weights',
    files.map(({ location, byteLength }): Fact => [
      location,
      byteLength === null
        ? h('span', { class: 'missing' }, 'missing: the model cannot run without it')
        : bytes(byteLength),
    ]),
  );
}
