// The outcome of ONNX test folders: a line each, and the counts.
import { colours, printable } from './colour';
import { counted } from './units';

export type State = 'pass' | 'fail' | 'unsupported' | 'crash';

export interface Verdict {
  readonly folder: string;
  readonly state: State;
  /** '' where it passed. */
  readonly reason: string;
}

const STATES: readonly State[] = ['pass', 'fail', 'unsupported', 'crash'];

export function verdictText({ folder, state, reason }: Verdict, colour: boolean): string {
  const paint = colours(colour);
  const colourOf = { pass: paint.green, fail: paint.red, unsupported: paint.yellow, crash: paint.red };
  const line = `${colourOf[state](state.padEnd(11))} ${printable(folder)}`;
  return `${line}${reason && paint.dim(`  ${printable(reason).replaceAll(/\s+/g, ' ')}`)}\n`;
}

export function summaryText(verdicts: readonly Verdict[], colour: boolean): string {
  const counts = STATES.map((state) => `${countOf(verdicts, state)} ${state}`);
  return `\n${colours(colour).bold(counts.join(', '))} (${counted(verdicts.length, 'folder')})\n`;
}

export function verdictsJson(verdicts: readonly Verdict[]): string {
  const counts = Object.fromEntries(STATES.map((state) => [state, countOf(verdicts, state)]));
  return `${JSON.stringify({ counts, folders: verdicts }, null, 2)}\n`;
}

const countOf = (verdicts: readonly Verdict[], wanted: State): number =>
  verdicts.filter(({ state }) => state === wanted).length;
