// Values in the details panel: those of a stored tensor from the file, those of any tensor from a run up to it.
import type { GraphPath, StoredTensor } from '../../../server/src/protocol';
import type { Action, RunRequest } from '../messages';
import { fill, h } from '../dom';
import { bytes, duration, shapeText } from '../format';
import { problemPanel } from '../problem';
import { results } from '../results/results';
import { PAGE_VALUES, tensorTable } from '../results/tensor';
import type { Ask } from './asking';
import { statisticsTable } from './statistics';

/** What a stored tensor is, on one line. */
export function storedText({ elementType, shape, byteLength, file, through }: StoredTensor): string {
  const parts = [`${elementType} ${shapeText(shape)}`, bytes(byteLength)];
  if (file !== null) parts.push(`in ${file}`);
  if (through.length > 0) parts.push(`through ${through.join(', ')}`);
  return parts.join(' · ');
}

/** Fills `place` with statistics and values of a stored tensor. */
export async function showStored(
  place: HTMLElement,
  { path, stored, ask, act }: { path: GraphPath; stored: StoredTensor; ask: Ask; act: (action: Action) => void },
): Promise<void> {
  fill(place, h('p', { class: 'remark', role: 'status' }, 'Reading the values…'));
  const page = (offset: number, count: number) =>
    ask('heldout/model/stored', { path, place: stored.place, offset, count });
  const [values, statistics] = await Promise.all([
    page(0, PAGE_VALUES),
    ask('heldout/model/storedStatistics', { path, place: stored.place }),
  ]);
  if (values.problem) return fill(place, problemPanel(values.problem, act));
  fill(
    place,
    statistics.problem ? problemPanel(statistics.problem, act) : statistics.value && statisticsTable(statistics.value),
    tensorTable(values.value, page),
  );
}

/** Runs the model up to a tensor, and fills `place` with what is in it. */
export async function showRun(
  place: HTMLElement,
  {
    tensor,
    path,
    request,
    ask,
    act,
  }: { tensor: string; path: GraphPath; request: RunRequest; ask: Ask; act: (action: Action) => void },
): Promise<void> {
  const controller = new AbortController();
  const cancel = h('button', { class: 'link', type: 'button', onclick: () => controller.abort() }, 'Cancel');
  fill(place, h('p', { class: 'remark', role: 'status' }, 'Running the model up to here… ', cancel));
  const answer = await ask(
    'heldout/model/run',
    { ...request, results: [tensor], pageSize: PAGE_VALUES, ...(path.length > 0 ? { inside: path } : {}) },
    controller.signal,
  );
  if (answer.problem?.kind === 'cancelled') return fill(place, h('p', { class: 'remark' }, 'Cancelled.'));
  if (answer.problem) return fill(place, problemPanel(answer.problem, act));
  const { run, outputs, notes, timing } = answer.value;
  const output = outputs.find(({ name }) => name === tensor);
  if (output === undefined) {
    const why = notes.join(' ') || 'The runtime did not give it.';
    const todo = 'Look at a tensor before or after it.';
    return fill(place, problemPanel({ kind: 'refused', what: 'This tensor cannot be had.', why, todo }, act));
  }
  const values = (offset: number, count: number) => ask('heldout/model/values', { run, output: tensor, offset, count });
  const { value } = output;
  if (value.kind !== 'tensor') {
    return fill(place, results(answer.value, ask));
  }
  const statistics = await ask('heldout/model/statistics', { run, output: tensor });
  fill(
    place,
    h(
      'p',
      { class: 'remark' },
      `${value.elementType} ${shapeText(value.shape)} from the inputs of the run form, in ${duration(timing.runMs)}`,
      path.length > 0 && ' · of a loop all turns, the first axis; nothing where a branch was not taken',
    ),
    statistics.value && statisticsTable(statistics.value),
    tensorTable(value, values),
  );
}
