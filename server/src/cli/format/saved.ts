// A model compared with a saved result, as text for the terminal and as JSON.
import type { TensorDifference } from '../../model/difference';
import { colours, printable } from './colour';
import { differenceText } from './comparison';
import { table } from './model';
import { counted } from './units';

/** The comparison as the runtime gives it; this page knows no runtime. */
export interface ShownSaved {
  /** As the user wrote them. */
  readonly file: string;
  readonly saved: string;
  readonly sets: readonly {
    readonly name: string;
    readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] | null }[];
    readonly outputs: readonly {
      readonly name: string;
      readonly other: string;
      readonly difference: TensorDifference;
    }[];
    readonly notes: readonly string[];
  }[];
}

/** All outputs that were saved come out again, within the tolerance. */
export const agrees = ({ sets }: ShownSaved): boolean =>
  sets.every(({ outputs }) => outputs.every(({ difference }) => !difference.differs));

export function savedText(shown: ShownSaved, colour: boolean): string {
  const paint = colours(colour);
  const { file, saved, sets } = shown;
  const outputs = sets.flatMap((set) => set.outputs);
  const differing = outputs.filter(({ difference }) => difference.differs).length;
  const sections = sets.map(({ name, inputs, outputs: own, notes }) => {
    const fed = inputs.map((input) => `${input.name}${input.shape ? ` [${input.shape.join(', ')}]` : ''}`).join(', ');
    return [
      `${paint.bold(printable(name))} ${paint.dim(fed === '' ? 'no inputs' : `on the saved ${printable(fed)}`)}`,
      ...table(own.map((output) => [printable(output.name), differenceText(output.difference, paint)] as const)),
      ...notes.map((note) => paint.dim(`  ${printable(note)}`)),
    ].join('\n');
  });
  const verdict =
    differing === 0
      ? paint.green(`${counted(outputs.length, 'output')} as saved.`)
      : paint.yellow(`${differing} of ${counted(outputs.length, 'output')} not as saved.`);
  return `${[printable(`${file} beside the saved ${saved}`), ...sections, verdict].join('\n\n')}\n`;
}

/** For programs: all of it. */
export function savedJson(shown: ShownSaved): string {
  return `${JSON.stringify({ ...shown, same: agrees(shown) }, null, 2)}\n`;
}
