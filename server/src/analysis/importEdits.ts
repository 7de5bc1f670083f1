// Several imports that a fix needs, as edits that can be made at once.
import type { Module } from './module';
import type { Edit } from './text';

/** The edits that make these imports available; imports that go to the same place are one edit. */
export function importEdits(module: Module, ...statements: readonly string[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (const statement of statements) {
    const edit = module.importEdit(statement);
    const same = edit === null ? -1 : edits.findIndex(({ start }) => start === edit.start);
    if (edit === null) continue;
    if (same < 0) edits.push(edit);
    else edits[same] = { ...edit, text: edits[same]!.text + edit.text };
  }
  return edits;
}
