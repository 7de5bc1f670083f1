// Damage as it happens while one types: one bracket, quote or colon is missing.
import { Kind, parse, walk, type Module } from '../../../server/src/analysis/syntax';
import { pick } from '../../random';

/** A place in a file where a character is missing. */
export interface Damage {
  readonly source: string;
  readonly at: number;
  /** The source without it. */
  readonly damaged: string;
}

/** Functions and classes: name and where the name begins. */
export function definitions(tree: Module): { name: string; at: number }[] {
  const found: { name: string; at: number }[] = [];
  walk(tree, (node) => {
    if (node.kind === Kind.FunctionDef || node.kind === Kind.ClassDef)
      found.push({ name: node.name, at: node.nameStart });
  });
  return found;
}

/** Removes a bracket, a quote or a colon of the code, each as often as the others; null if the file has none. */
export function damage(source: string, random: () => number): Damage | null {
  const places = pick([bracketPlaces, quotePlaces, colonPlaces], random)(source);
  if (places.length === 0) return null;
  const at = pick(places, random);
  return { source, at, damaged: source.slice(0, at) + source.slice(at + 1) };
}

const bracketPlaces = (source: string): number[] => placesOf(source, '()[]{}');
const colonPlaces = (source: string): number[] => placesOf(source, ':');

/** Where one of the characters stands outside of strings and comments. */
function placesOf(source: string, characters: string): number[] {
  const hidden = new Uint8Array(source.length + 1);
  const { tree, comments } = parse(source);
  for (const { start, end } of comments) hidden.fill(1, start, end);
  walk(tree, (node) => {
    if (node.kind === Kind.Str || node.kind === Kind.JoinedStr) hidden.fill(1, node.start, node.end);
  });
  const places: number[] = [];
  for (let at = 0; at < source.length; at++) {
    if (hidden[at] === 0 && characters.includes(source[at]!)) places.push(at);
  }
  return places;
}

/** The quotes at both ends of strings. */
function quotePlaces(source: string): number[] {
  const places: number[] = [];
  walk(parse(source).tree, (node) => {
    if (node.kind !== Kind.Str && node.kind !== Kind.JoinedStr) return;
    const first = source.slice(node.start, node.end).search(/["']/);
    if (first < 0) return;
    const quote = source[node.start + first]!;
    if (source[node.end - 1] === quote) places.push(node.start + first, node.end - 1);
  });
  return places;
}

/**
 * Of the definitions outside of the damaged line, how many are lost. `find` gives those a parser sees in a text; by
 * default ours.
 */
export function lostDefinitions(
  { source, at, damaged }: Damage,
  find: (text: string) => { name: string; at: number }[] = (text) => definitions(parse(text).tree),
): { lost: string[]; total: number } {
  const lineStart = source.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = source.indexOf('\n', at);
  const elsewhere = definitions(parse(source).tree).filter(
    (definition) => definition.at < lineStart || (lineEnd >= 0 && definition.at > lineEnd),
  );
  const seen = new Set(find(damaged).map(({ name, at: place }) => `${name}@${place}`));
  const lost = elsewhere.filter(
    (definition) => !seen.has(`${definition.name}@${definition.at - (definition.at > at ? 1 : 0)}`),
  );
  return { lost: lost.map(({ name }) => name), total: elsewhere.length };
}
