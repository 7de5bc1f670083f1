// The head of the page: the file's name, and the facts one looks for first.
import type { ModelSummary } from './messages';
import { h } from './dom';
import { bytes, integer, short } from './format';
import { hasClassicalOperators } from './overview/overview';

export function header(name: string, model?: ModelSummary): HTMLElement {
  const opset = model?.opsets.find(({ domain }) => domain === '')?.version;
  const facts = model && [
    model.format === 'ort' ? 'ORT' : 'ONNX',
    opset !== undefined && `opset ${opset}`,
    model.producer.name,
    // Classical operators keep theirs in attributes: a number without those would mislead.
    !hasClassicalOperators(model) &&
      h('span', { title: `${integer(model.parameters)} parameters` }, `${short(model.parameters)} parameters`),
    bytes(model.byteLength),
  ];
  return h(
    'header',
    {},
    h('h1', {}, name),
    facts &&
      h(
        'p',
        { class: 'facts-line' },
        facts.filter(Boolean).map((fact) => h('span', {}, fact)),
      ),
  );
}
