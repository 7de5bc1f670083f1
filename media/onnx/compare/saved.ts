// A model beside a result that was saved: for each run that was, its outputs then and now.
import type { ComparedSet } from '../../../server/src/protocol';
import { sortTable } from '../diagnose/sortTable';
import { h } from '../dom';
import { integer, shapeText } from '../format';
import { columns, rowClass } from './results';

/** The outcome on one line. */
export function savedVerdict(sets: readonly ComparedSet[]): HTMLElement {
  const outputs = sets.flatMap((set) => set.outputs);
  const differing = outputs.filter(({ difference }) => difference.differs).length;
  const count = integer(outputs.length);
  if (differing === 0) {
    const compared = outputs.length === 1 ? 'Its output agrees' : `All ${count} outputs agree`;
    return h('p', { class: 'all-well', role: 'status' }, `The model gives what was saved. ${compared}.`);
  }
  const which = outputs.length === 1 ? 'Its output differs' : `Of ${count} outputs, ${integer(differing)} differ`;
  const text = `The model does not give what was saved. ${which} by more than 1e-5 and 0.1 %.`;
  return h('p', { class: 'note', role: 'status' }, text);
}

export function savedSections(sets: readonly ComparedSet[]): readonly HTMLElement[] {
  return sets.map(({ name, inputs, outputs, notes }) => {
    const fed = inputs.map((input) => `${input.name}${input.shape ? ` ${shapeText(input.shape)}` : ''}`).join(', ');
    return h(
      'section',
      { 'aria-label': `Outputs of ${name}` },
      h('h2', {}, sets.length > 1 ? name : 'Outputs'),
      h('p', { class: 'remark' }, fed === '' ? 'The model takes no inputs.' : `Fed with the saved ${fed}.`),
      outputs.length > 0 && sortTable(outputs, columns, { label: `Outputs of ${name}`, rowClass }),
      notes.map((note) => h('p', { class: 'remark' }, note)),
    );
  });
}
