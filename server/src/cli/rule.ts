// `heldout rule [NAME]`: the list of rules, or the page of one.
import { didYouMean } from '../config/suggest';
import { rulePage } from '../rulePage';
import { rules } from '../rules';
import { UsageError } from './checkOptions';
import { colours } from './format/colour';
import { ruleList } from './format/rules';
import { CLEAN, type Io } from './io';

/** @throws UsageError if there is no rule of that name */
export function ruleCommand(args: readonly string[], io: Io): number {
  const [name, ...rest] = args;
  if (rest.length > 0) throw new UsageError('`heldout rule` takes one name.');
  if (name === undefined) {
    io.out(ruleList(rules, colours(io.colour)));
    return CLEAN;
  }
  const rule = rules.find((each) => each.name === name);
  if (rule === undefined) {
    const names = rules.map((each) => each.name);
    throw new UsageError(`There is no rule \`${name}\`.${didYouMean(name, names)} \`heldout rule\` lists all.`);
  }
  io.out(rulePage(rule));
  return CLEAN;
}
