// Source text → tree: tokenizer, parser, and what they share.
import { sharedNames } from './names';
import type { Module } from './nodes';
import { Parser } from './parser/parser';
import { coverChildren } from './ranges';
import { EVERY_KIND_OF_NODE } from './shapes';
import { holds } from './spans';
import type { Span } from '../text';
import type { ParseOptions, Syntax, SyntaxProblem } from './syntax';
import { countDefinitions, possibleRepairs, quotesMayBeMissing } from './tokenizer/brokenStrings';
import { TokenizerState, type StringRepair } from './tokenizer/state';
import { tokenize } from './tokenizer/tokenizer';
import { TokenBuffer } from './tokenizer/tokens';

/** Python files hold about one token for 4 to 5 characters. */
const CHARACTERS_A_TOKEN = 4;
const LEAST_TOKENS = 1 << 10;
/** A larger buffer is not kept: 13 bytes a token. */
const MOST_TOKENS_KEPT = 1 << 20;

/** More is not told: the text is something other than Python. */
const MOST_PROBLEMS = 200;

/** A buffer no parse is using. */
let spareBuffer: TokenBuffer | null = null;

/** Readings that are never let go; see shapes.ts. */
const lasting: Reading[] = [];

/** Parses Python, 3.8 to 3.14. Any text gives a tree; what does not parse is told in `problems`. Never throws. */
export function parse(source: string, options: ParseOptions = {}): Syntax {
  return parsePart(source, 0, source.length, options);
}

export interface PartSyntax extends Syntax {
  /** What was read does not hang on what follows, if that is whole: no string runs on, and no quote may be missing. */
  readonly standsAlone: boolean;
}

/** Parses the part `start`..`end`, which must begin and end where top-level lines do. Offsets are those of `source`. */
export function parsePart(source: string, start: number, end: number, options: ParseOptions): PartSyntax {
  if (lasting.length === 0) keepShapes();
  const tokens = takeBuffer(end - start);
  const part = { source, start, end, options, tokens };
  const first = read(part, null);
  const isWhole = first.problemCount === 0 || !quotesMayBeMissing(tokens, problemsOf(first));
  const standsAlone = isWhole && !first.tokenizer.endsInside;
  const best = first.problemCount === 0 ? first : withBestRepair(part, first);
  giveBack(tokens);

  const { tokenizer, parser } = best;
  const problems = mergedByStart(withoutConsequences(tokenizer.problems, parser), parser.problems).slice(
    0,
    MOST_PROBLEMS,
  );
  // What a magic takes may be damaged with no problem told.
  if (problems.length > 0 || parser.opaqueRegions.length > 0) coverChildren(best.tree);
  return {
    tree: best.tree,
    problems,
    comments: tokenizer.comments,
    versioned: mergedByStart(tokenizer.versioned, parser.versioned),
    options,
    damage: damageOf(best),
    standsAlone,
  };
}

function keepShapes(): void {
  const source = EVERY_KIND_OF_NODE;
  const tokens = new TokenBuffer(LEAST_TOKENS);
  lasting.push(read({ source, start: 0, end: source.length, options: { notebook: true }, tokens }, null));
}

interface Part {
  readonly source: string;
  readonly start: number;
  readonly end: number;
  readonly options: ParseOptions;
  readonly tokens: TokenBuffer;
}

interface Reading {
  readonly tree: Module;
  readonly tokenizer: TokenizerState;
  readonly parser: Parser;
  readonly problemCount: number;
}

function read({ source, start, end, options, tokens }: Part, repair: StringRepair | null): Reading {
  const notebook = options.notebook === true;
  const names = sharedNames();
  tokens.length = 0;
  const tokenizer = new TokenizerState(source, start, end, notebook, tokens, names, repair);
  tokenize(tokenizer);
  const parser = new Parser(source, tokens, names, tokenizer.problems, notebook);
  const tree = parser.module(0, end);
  return { tree, tokenizer, parser, problemCount: tokenizer.problems.length + parser.problems.length };
}

/** Of all that may be wrong with the quotes, what finds the most definitions and leaves the fewest problems. */
function withBestRepair(part: Part, first: Reading): Reading {
  const value = (reading: Reading): number => countDefinitions(part.tokens) - reading.problemCount;
  const problems = problemsOf(first);
  let best = first;
  let bestValue = value(first);
  for (const repair of possibleRepairs(part.source, part.tokens, problems)) {
    const reading = read(part, repair);
    const its = value(reading);
    if (its <= bestValue) continue;
    best = reading;
    bestValue = its;
  }
  return best;
}

/** All problems, and the lines in which those that follow from others are not told. */
function damageOf(reading: Reading): Span | null {
  if (reading.problemCount === 0) return null;
  const places = [...problemsOf(reading), ...reading.parser.quietRegions];
  return {
    start: Math.min(...places.map(({ start }) => start)),
    end: Math.max(...places.map(({ end }) => end)),
  };
}

function problemsOf({ tokenizer, parser }: Reading): readonly SyntaxProblem[] {
  return [...tokenizer.problems, ...parser.problems];
}

/** The tokenizer's problems without those in lines the parser found to be consequences of an earlier one. */
function withoutConsequences(problems: readonly SyntaxProblem[], parser: Parser): readonly SyntaxProblem[] {
  const { quietRegions, opaqueRegions } = parser;
  if (quietRegions.length === 0 && opaqueRegions.length === 0) return problems;
  const tellable = problems.filter(({ start }) => !holds(opaqueRegions, start));
  const causes = tellable.filter(({ start }) => !holds(quietRegions, start));
  // Where nothing else is told, one of them must be the cause.
  return causes.length === 0 && parser.problems.length === 0 ? tellable : causes;
}

function takeBuffer(characters: number): TokenBuffer {
  const buffer = spareBuffer;
  spareBuffer = null;
  return buffer ?? new TokenBuffer(Math.max(LEAST_TOKENS, Math.ceil(characters / CHARACTERS_A_TOKEN)));
}

function giveBack(buffer: TokenBuffer): void {
  if (buffer.capacity <= MOST_TOKENS_KEPT) spareBuffer = buffer;
}

function mergedByStart<Item extends { readonly start: number }>(
  a: readonly Item[],
  b: readonly Item[],
): readonly Item[] {
  if (b.length === 0) return a;
  return [...a, ...b].sort((x, y) => x.start - y.start);
}
