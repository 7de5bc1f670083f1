// Stories: the places a reader needs to believe a finding, in order: computed, split, fitted, evaluated.
import type { Span } from '../text';
import type { Evaluation, Fit, Leak, Split } from './records';

export interface Chapter extends Span {
  readonly message: string;
}

/** What happened to the rows of a leak, after the place it is reported at. */
export function leakStory(leak: Leak): readonly Chapter[] {
  const chapters = [
    splitChapter(leak.split),
    fitChapter(leak.fit),
    evaluationChapter(leak.evaluation),
    metricChapter(leak.evaluation),
  ];
  return withoutRepeats(chapters, leak.influence.at);
}

export function splitChapter(split: Split | null): Chapter | null {
  return split === null
    ? null
    : { ...place(split.at), message: split.folds ? 'Divided into folds here' : 'Split here' };
}

export function fitChapter(fit: Fit): Chapter {
  return { ...place(fit.at), message: `\`${fit.name}\` is fitted here` };
}

export function evaluationChapter({ at, method, name }: Evaluation): Chapter {
  const what = {
    predict: 'Rows held out are predicted here',
    score: 'Scored on rows held out here',
    validation: `Evaluated here, through \`${name}\``,
    'cross-validation': 'Cross-validated here',
    search: 'Searched by cross-validation here',
  }[method];
  return { ...place(at), message: what };
}

function metricChapter({ metrics, at }: Evaluation): Chapter | null {
  const metric = metrics.find((span) => span.start !== at.start);
  return metric === undefined ? null : { ...place(metric), message: 'The score is computed here' };
}

/** Only the position: a span of the engine may be a whole tree node. */
export function place({ start, end }: Span): Span {
  return { start, end };
}

/** Each place once, without those that are the finding itself. */
export function withoutRepeats(chapters: readonly (Chapter | null)[], at: Span): readonly Chapter[] {
  const kept: Chapter[] = [];
  for (const chapter of chapters) {
    if (chapter === null || (chapter.start === at.start && chapter.end === at.end)) continue;
    if (!kept.some((other) => other.start === chapter.start && other.end === chapter.end)) kept.push(chapter);
  }
  return kept;
}

/** Leaks of one idiom: the same evaluation, on neighbouring lines. The first stands for all. */
export function groupNeighbours<L extends Neighbour>(leaks: readonly L[], text: Text): readonly Group<L>[] {
  const groups: [L, ...L[]][] = [];
  for (const leak of leaks) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (
      group !== undefined &&
      last !== undefined &&
      sameStory(last, leak) &&
      areNear(text, last.influence.at, leak.influence.at)
    )
      group.push(leak);
    else groups.push([leak]);
  }
  return groups.map(asBefore);
}

const known = new WeakMap<object, readonly unknown[]>();

/** The same group for the same leaks: repairs are kept for it. */
function asBefore<L extends object>(group: Group<L>): Group<L> {
  const [first] = group;
  const before = known.get(first);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all its leaks are those of this group
  if (before?.length === group.length && group.every((leak, i) => leak === before[i])) return before as Group<L>;
  known.set(first, group);
  return group;
}

/** At least one. */
export type Group<L> = readonly [L, ...L[]];

type Neighbour = Pick<Leak, 'influence' | 'scope' | 'separateSource' | 'onlyPredicted'>;

function sameStory(a: Neighbour, b: Neighbour): boolean {
  return (
    a.scope === b.scope &&
    a.influence.kind === b.influence.kind &&
    a.separateSource === b.separateSource &&
    a.onlyPredicted === b.onlyPredicted
  );
}

/** The text of a program, as far as it is looked at. */
interface Text {
  readonly source: string;
  textOf(span: Span): string;
}

/** At most two line ends lie between. */
function areNear(text: Text, a: Span, b: Span): boolean {
  let end = a.end;
  for (let lines = 0; end < b.start && lines <= 2; end++) if (text.source.charCodeAt(end) === 10) lines++;
  return text.textOf({ start: a.end, end }).split('\n').length <= 3;
}
