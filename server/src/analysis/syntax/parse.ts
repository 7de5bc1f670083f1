// Source text → tree: tokenizer, parser, and what they share.
import { sharedNames } from './names';
import { Parser } from './parser/parser';
import { coverChildren } from './ranges';
import type { ParseOptions, Syntax } from './syntax';
import { TokenizerState } from './tokenizer/state';
import { tokenize } from './tokenizer/tokenizer';
import { TokenBuffer } from './tokenizer/tokens';

/** Python files hold about one token for 4 to 5 characters. */
const CHARACTERS_A_TOKEN = 4;
const LEAST_TOKENS = 1 << 10;
/** A larger buffer is not kept: 13 bytes a token. */
const MOST_TOKENS_KEPT = 1 << 20;

/** A buffer no parse is using. */
let spareBuffer: TokenBuffer | null = null;

/** Parses Python, 3.8 to 3.14. Any text gives a tree; what does not parse is told in `problems`. Never throws. */
export function parse(source: string, options: ParseOptions = {}): Syntax {
  return parsePart(source, 0, source.length, options);
}

/** Parses the part `start`..`end`, which must begin and end where top-level lines do. Offsets are those of `source`. */
export function parsePart(source: string, start: number, end: number, options: ParseOptions): Syntax {
  const notebook = options.notebook === true;
  const names = sharedNames();
  const tokens = takeBuffer(end - start);
  const tokenizer = new TokenizerState(source, start, end, notebook, tokens, names);
  tokenize(tokenizer);
  const parser = new Parser(source, tokens, names, tokenizer.problems, notebook);
  const tree = parser.module(0, end);
  giveBack(tokens);

  const problems = mergedByStart(tokenizer.problems, parser.problems);
  if (problems.length > 0) coverChildren(tree);
  return {
    tree,
    problems,
    comments: tokenizer.comments,
    versioned: mergedByStart(tokenizer.versioned, parser.versioned),
    options,
    incomplete: tokenizer.incomplete,
  };
}

function takeBuffer(characters: number): TokenBuffer {
  const buffer = spareBuffer;
  spareBuffer = null;
  if (buffer === null) return new TokenBuffer(Math.max(LEAST_TOKENS, Math.ceil(characters / CHARACTERS_A_TOKEN)));
  buffer.length = 0;
  return buffer;
}

function giveBack(buffer: TokenBuffer): void {
  if (buffer.capacity <= MOST_TOKENS_KEPT) spareBuffer = buffer;
}

function mergedByStart<Item extends { readonly start: number }>(
  a: readonly Item[],
  b: readonly Item[],
): readonly Item[] {
  if (a.length === 0 && b.length === 0) return a;
  return [...a, ...b].sort((x, y) => x.start - y.start);
}
