// Arguments as the tables expect them: what a function is about comes first.
import type { Arguments } from '../value';

/** How libraries name what a function is about, where it is given by name: `pd.get_dummies(data=df)`. */
const FIRST_KEYWORDS = ['data', 'x', 'X', 'a', 'arr', 'obj', 'array', 'arrays', 'left', 'objs'];

/** With that argument first, by whichever name it was given. */
export function withFirst(args: Arguments): Arguments {
  if (args.positional.length > 0 || args.keywords.size === 0 || args.keywords.has('estimator')) return args;
  for (const keyword of FIRST_KEYWORDS) {
    const value = args.keywords.get(keyword);
    if (value === undefined) continue;
    const keywords = new Map(args.keywords);
    keywords.delete(keyword);
    return { ...args, positional: [value], keywords };
  }
  return args;
}
