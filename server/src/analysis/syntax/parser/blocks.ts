// Statements in sequence: lines, blocks, and what to do with lines that belong to nothing.
import { ErrorStmt, Kind, Magic, type Stmt } from '../nodes';
import { MagicBody, Token } from '../tokenizer/tokens';
import { isStatementKeyword } from '../tokenizer/recovery';
import { Levels } from './reporter';
import { SimpleStatementParser } from './simple';

export abstract class BlockParser extends SimpleStatementParser {
  /** A compound statement; null if none begins here. */
  protected abstract compoundStatement(): Stmt | null;

  /** The next line or compound statement, kept as children. */
  protected statement(): void {
    switch (this.token) {
      case Token.Newline:
      case Token.Dedent:
        this.next();
        return;
      case Token.Indent:
        this.#unexpectedIndent();
        return;
      case Token.Magic:
        this.#magicLine();
        return;
      case Token.Else:
      case Token.Elif:
      case Token.Except:
      case Token.Finally:
        this.orphanBlock();
        return;
    }
    const compound = this.compoundStatement();
    if (compound !== null) this.keep(compound);
    else this.#simpleLine();
  }

  /** Simple statements with `;` between them, to the end of the line. */
  #simpleLine(): void {
    for (;;) {
      if (this.is(Token.Magic)) {
        this.#magicLine();
        return;
      }
      this.keep(this.simpleStatement());
      if (!this.accept(Token.Semicolon)) break;
      if (this.atLineEnd) break;
    }
    this.endLine();
  }

  /** What is left of a line that should end here is reported and skipped. */
  protected endLine(): void {
    if (this.accept(Token.Newline) || this.is(Token.EndOfFile)) return;
    this.unexpected();
    this.skipLine();
    this.accept(Token.Newline);
  }

  /** The lines join the block around: most likely only their indentation is wrong. */
  #unexpectedIndent(): void {
    if (!this.lineBeforeHasProblem()) {
      // Told even if the tokenizer complains of the line: what it says there is a consequence, and is dropped.
      this.problems.push({
        start: this.start,
        end: this.end,
        message: 'this line is indented, but nothing before it opens a block',
      });
    }
    this.quietBlock();
    this.next();
    this.depth += Levels.Nested;
    while (!this.is(Token.Dedent) && !this.is(Token.EndOfFile)) this.statement();
    this.depth -= Levels.Nested;
    this.accept(Token.Dedent);
  }

  /** `%time f(x)` has a statement for its body, `%%time` the rest of the cell. */
  #magicLine(): void {
    const start = this.start;
    const holds: MagicBody = this.values[this.index]!;
    const mark = this.mark();
    this.next();
    let end = this.previousEnd;
    if (holds === MagicBody.Statement) {
      // Only IPython knows what the magic takes; what is no Python to us is not wrong for that.
      const told = this.problems.length;
      this.statement();
      this.problems.length = told;
      end = this.blockEnd;
      this.opaqueRegions.push({ start, end });
    } else {
      this.endLine();
      if (holds === MagicBody.Cell) {
        while (!this.is(Token.EndOfFile)) this.statement();
        end = this.blockEnd;
      }
    }
    this.keep(new Magic(start, end, this.take(mark)));
  }

  /** `else:` and the like with nothing they belong to: their block is saved. */
  protected orphanBlock(): void {
    const start = this.start;
    this.problemHere(`'${this.source.slice(start, this.end)}' belongs to no statement before it`);
    while (!this.is(Token.Colon) && !this.atLineEnd) this.next();
    const body = this.block('it');
    this.keep(new ErrorStmt(start, this.blockEnd, body));
  }

  /** `:` and the block after it, on the same line or indented. `owner` names the statement for messages. */
  protected block(owner: string): readonly Stmt[] {
    if (!this.accept(Token.Colon)) this.#missingColon();
    const mark = this.mark();
    if (this.is(Token.Newline)) {
      this.next();
      if (!this.accept(Token.Indent)) {
        this.#missingBlock(owner);
        return [];
      }
      this.depth += Levels.Nested;
      while (!this.is(Token.Dedent) && !this.is(Token.EndOfFile)) this.statement();
      this.depth -= Levels.Nested;
      this.accept(Token.Dedent);
    } else if (this.is(Token.EndOfFile)) this.#missingBlock(owner);
    else this.#inlineBlock();
    return this.take(mark);
  }

  #missingColon(): void {
    if (this.is(Token.Assign)) this.problemHere("'=' cannot stand here; did you mean '=='?");
    else this.problemHere("expected ':'");
    // With the colon forgotten, the block may still begin on this line (`else return x`).
    if (isStatementKeyword(this.token)) return;
    while (!this.is(Token.Colon) && !this.atLineEnd) this.next();
    this.accept(Token.Colon);
  }

  #missingBlock(owner: string): void {
    // A header that is damaged may have hidden its block. Else the line that should be indented is shown.
    if (this.lineBeforeHasProblem()) return;
    this.problem(
      `expected an indented block after ${owner}`,
      this.start,
      this.is(Token.Dedent) ? this.start : this.end,
    );
  }

  #inlineBlock(): void {
    const start = this.start;
    const end = this.end;
    const index = this.index;
    if (!this.enter(Levels.BlockOnLine)) {
      this.tooDeep();
      return;
    }
    const mark = this.mark();
    const compound = this.compoundStatement();
    this.leave(Levels.BlockOnLine);
    if (compound === null) {
      this.take(mark);
      this.#simpleLine();
      return;
    }
    this.keep(compound);
    if (this.index > index && compound.kind !== Kind.ErrorStmt) {
      this.problem('a compound statement must begin on its own line', start, end);
    }
  }
}
