// Which repair there is for what was learnt before the split: the first of them that can be made.
import type { HandedOn } from '../flow/handedOn';
import type { Group } from '../flow/story';
import type { Leak, Learnt } from '../flow/types';
import { fillAfterSplit } from './fillAfterSplit';
import { fitAfterSplit } from './fitAfterSplit';
import { fitInsideFolds } from './insideFolds';
import { keptRepair } from './kept';
import { statisticAfterSplit } from './statisticAfterSplit';
import { learntOfTrainRows } from './trainRows';

/** Of statistics on neighbouring lines. */
export const STATISTIC_REPAIR = keptRepair((module, group: Group<Learnt>) => {
  const alone = group.length === 1 ? statisticAfterSplit : () => null;
  return fillAfterSplit(module, group) ?? alone(module, group[0]) ?? learntOfTrainRows(module, group);
});

/** Of fits on neighbouring lines. */
export const FIT_REPAIR = keptRepair((module, group: Group<Leak>) => {
  const [leak] = group;
  const alone = group.length === 1 ? (fitAfterSplit(module, leak) ?? fitInsideFolds(module, leak)) : null;
  return alone ?? learntOfTrainRows(module, group);
});

/** Of a fit before a split whose parts go to a model elsewhere. */
export const HANDED_ON_REPAIR = keptRepair(
  (module, learnt: HandedOn) => fitAfterSplit(module, learnt) ?? learntOfTrainRows(module, [learnt]),
);
