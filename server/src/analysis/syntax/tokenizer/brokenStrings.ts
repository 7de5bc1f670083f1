// A triple quote that is missing turns all code and text after it inside out. This guesses where it is missing.
import { StringFlag } from '../operators';
import { continuesAsciiName } from './characters';
import type { TokenizerState } from './state';
import { Token } from './tokens';

/** A line of code as it hardly appears in a docstring. */
const DEFINITION = /\n[ \t]*(?:def|class|async def)[ \t]+\w+[^\n]*:[ \t]*(?:#[^\n]*)?\r?\n/;
const CODE = /\n[ \t]*(?:def|class|async def|import|from|return|@)\b[^\n]*\n/;

/**
 * Called when a triple-quoted string runs to the end of the text: the number of triple quotes is odd. If one of them
 * looks like the one left open, the text is read again from its start, and that string ends at its line's end.
 * Gives true if so. Happens once a text at most.
 */
export function guessBrokenTriple(state: TokenizerState): boolean {
  if (state.brokenTripleKnown) return false;
  state.brokenTripleKnown = true;
  const broken = findBrokenTriple(state);
  if (broken < 0) return false;
  state.restart();
  state.brokenTriple = broken;
  return true;
}

/**
 * The first triple-quoted string that swallowed a definition, or whose closing quotes are glued to a word (they are
 * the opening ones of the next docstring); else the one that runs to the end, if it swallowed code.
 */
function findBrokenTriple(state: TokenizerState): number {
  const { source, tokens } = state;
  for (let i = 0; i < tokens.length; i++) {
    if (tokens.kinds[i] !== Token.String || (tokens.values[i]! & StringFlag.Triple) === 0) continue;
    const start = tokens.starts[i]!;
    const end = tokens.ends[i]!;
    if (continuesAsciiName(source.charCodeAt(end)) || DEFINITION.test(source.slice(start, end))) return start;
  }
  return CODE.test(source.slice(state.at, state.end)) ? state.at : -1;
}
