// What looks wrong about a run, and the time of its nodes, as text and as JSON.
import type { Advice, Seen } from '../../model/advice/types';
import { colours, printable } from './colour';
import { table } from './model';
import { counted, grouped, milliseconds, number } from './units';

export interface ShownCheck {
  readonly file: string;
  readonly advice: readonly Advice[];
  readonly tensors: readonly Seen[];
}

const LEVELS = { wrong: 'wrong  ', suspect: 'suspect', note: 'note   ' } as const;
/** Tensors with NaN or infinity that are listed. */
const MOST_BROKEN = 12;

export function checkText({ file, advice, tensors }: ShownCheck, colour: boolean): string {
  const paint = colours(colour);
  const paints = { wrong: paint.red, suspect: paint.yellow, note: paint.blue } as const;
  const isBroken = ({ statistics }: Seen): boolean => statistics !== null && statistics.nan + statistics.infinite > 0;
  const broken = tensors.filter(isBroken);
  const rows = broken.slice(0, MOST_BROKEN).map(({ name, statistics }): [string, string] => {
    const { nan = 0, infinite = 0, count = 0, range = null } = statistics ?? {};
    const rest = range === null ? '' : `, the others ${number(range.min)} to ${number(range.max)}`;
    return [printable(name), `${grouped(nan)} NaN, ${grouped(infinite)} infinite of ${grouped(count)}${rest}`];
  });
  const lines = advice.flatMap(({ level, what, why, todo }) => [
    `${paints[level](LEVELS[level])} ${paint.bold(printable(what))}`,
    `        ${printable(why)}`,
    `        ${printable(todo)}`,
  ]);
  const all = `${counted(tensors.length, 'tensor')} looked at`;
  return [
    paint.bold(printable(file)),
    ...(lines.length > 0 ? lines : [paint.green('Nothing looks wrong.')]),
    ...(rows.length > 0 ? [paint.bold('Not finite'), ...table(rows)] : []),
    paint.dim(broken.length === 0 ? `${all}, all of them finite` : `${all}, ${grouped(broken.length)} not finite`),
    '',
  ].join('\n');
}

/** For programs: all tensors with their statistics. */
export const checkJson = (shown: ShownCheck): string => `${JSON.stringify(shown, null, 2)}\n`;

export interface ShownProfile {
  readonly file: string;
  readonly milliseconds: number;
  readonly runs: number;
  readonly runtime: { readonly backend: string; readonly version: string };
  readonly nodes: readonly {
    /** Number in the file; null where the runtime made it up. */
    readonly node: number | null;
    readonly name: string;
    readonly operator: string;
    readonly milliseconds: number;
    readonly calls: number;
    readonly inside: boolean;
  }[];
}

const MOST_NODES = 20;
const BAR_WIDTH = 24;

export function profileText(shown: ShownProfile, colour: boolean): string {
  const paint = colours(colour);
  const { file, runs, runtime, nodes } = shown;
  const own = nodes.filter(({ inside }) => !inside).sort((a, b) => b.milliseconds - a.milliseconds);
  const total = own.reduce((sum, node) => sum + node.milliseconds, 0) || 1;
  const most = own[0]?.milliseconds || 1;
  const rows = own.slice(0, MOST_NODES).map(({ operator, name, milliseconds: time }): [string, string] => {
    const bar = '█'.repeat(Math.max(1, Math.round((time / most) * BAR_WIDTH)));
    const share = `${((100 * time) / total).toFixed(1)} %`;
    return [
      `${milliseconds(time).padStart(9)} ${share.padStart(7)}`,
      `${paint.blue(bar.padEnd(BAR_WIDTH))} ${printable(operator)} ${paint.dim(printable(name))}`,
    ];
  });
  const rest = own.length - rows.length;
  return [
    paint.bold(printable(file)),
    `${milliseconds(shown.milliseconds)} a run, the median of ${runs} on ONNX Runtime ${runtime.version} (${runtime.backend})`,
    ...table(rows),
    ...(rest > 0 ? [paint.dim(`  and ${grouped(rest)} more`)] : []),
    '',
  ].join('\n');
}

export const profileJson = (shown: ShownProfile): string => `${JSON.stringify(shown, null, 2)}\n`;
