// The parser: recursive descent over the tokens. Each layer below adds a part of the grammar to the one under it:
// cursor → reporter → strings → displays → arguments → primaries → parameters → expressions → targets → patterns →
// simple → blocks → definitions → compound.
// No token is read twice but for bounded looks ahead, chains of operators are loops, and nesting has a limit.
import { Module } from '../nodes';
import { Token } from '../tokenizer/tokens';
import { CompoundStatementParser } from './compound';

export class Parser extends CompoundStatementParser {
  /** All statements, in a module that spans `start`..`end`. */
  module(start: number, end: number): Module {
    const mark = this.mark();
    while (!this.is(Token.EndOfFile)) this.statement();
    for (const stray of this.strayAwaits) {
      this.problems.push({ ...stray, message: "'await' needs an 'async def' around it" });
    }
    return new Module(start, end, this.take(mark));
  }
}
