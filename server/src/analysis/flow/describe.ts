// Describing rows and influence in words, for people: `flats.csv › train_test_split part 1`.
import { shownKey } from './imported/keys';
import type { Influence } from './influence';
import type { Predicate } from './rows/predicate';
import type { Atom, Rows, Source, Step } from './rows/rows';

const SIGNS: Readonly<Record<string, readonly [string, string]>> = { lt: ['<', '≥'], le: ['≤', '>'], eq: ['=', '≠'] };

export function describeRows({ atoms }: Rows): string {
  return atoms.length === 0 ? 'no rows' : atoms.map(describeAtom).join('  +  ');
}

function describeAtom({ source, steps }: Atom): string {
  return [describeSource(source), ...steps.map(describeStep)].join(' › ');
}

function describeSource({ kind, key, subset, of }: Source): string {
  const part = subset === null ? '' : ` (${subset})`;
  if (kind === 'file' || kind === 'directory') return `${key}${part}`;
  if (kind === 'aggregate') return `groups of ${of === null ? 'rows' : describeRows(of)}`;
  return (
    { read: 'rows read', unknown: 'rows of unknown origin', new: 'rows made' }[kind] + ` (${shownKey(key)})${part}`
  );
}

function describeStep(step: Step): string {
  switch (step.kind) {
    case 'split':
      return `${step.key.split(/[@ ]/, 1)[0] ?? 'split'} part ${step.part}`;
    case 'slice':
      return `[${shownKey(step.low?.text ?? '')}:${shownKey(step.high?.text ?? '')}]`;
    case 'filter':
      return describePredicate(step.predicate);
    case 'notIn':
      return `not in (${describeRows(step.rows)})`;
    case 'sample':
      return 'sample';
    case 'index':
      return 'reordered';
    case 'join':
      return `joined with (${describeRows(step.rows)})`;
  }
}

function describePredicate({ subject, operator, value, positive }: Predicate): string {
  const signs = SIGNS[operator];
  if (signs !== undefined) return `${subject} ${positive ? signs[0] : signs[1]} ${shownKey(String(value))}`;
  if (operator === 'null') return `${subject} ${positive ? 'missing' : 'there'}`;
  return `${positive ? '' : 'not '}where ${shownKey(subject)}`;
}

/** `mean of age over flats.csv`. */
export function describeInfluence({ name, column, rows }: Influence): string {
  return `${name}${column === null ? '' : ` of ${column}`} over ${describeRows(rows)}`;
}
