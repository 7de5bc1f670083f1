// What a run feeds: the dictionary in the call or under a name, its literal keys, and whether that is all of it.
import { Kind, NameContext } from '../syntax';
import type { Call, Dict, Expr, Name, Node } from '../syntax';
import { usesOfName } from '../meanings';
import type { MethodCall, Module } from '../module';
import type { Span } from '../text';
import { writtenName } from './writtenNames';
import type { WrittenName } from './writtenNames';

export interface FeedEntry extends WrittenName {
  /** What is fed under the name; null where only the name is bound. */
  readonly value: Expr | null;
}

export interface Feed {
  /** The feed where it is given to the run. */
  readonly at: Span;
  /** Keys that are written out; computed ones are left out. */
  readonly entries: readonly FeedEntry[];
  /** All that is fed, under computed keys too, where the feed is made. */
  readonly values: readonly Expr[];
  /** Nothing else can be in the feed. */
  readonly complete: boolean;
  /** Where an entry could be added. */
  readonly container: Dict | Call | null;
}

/** How a key is read: only what is written out, or also names that are asked from the model. */
export type ReadName = (key: Expr | null) => WrittenName | null;

/** The feed of `run(names, feed)`; null if it is built somewhere else. */
export function feedOf(
  module: Module,
  call: MethodCall,
  readName: ReadName = (key) => writtenName(module, key),
): Feed | null {
  const given = call.argument(1, 'input_feed') ?? call.argument(1, 'input_dict_ort_values') ?? call.argument(1, 'feed');
  if (given === null) return null;
  const made = module.definition(given);
  const written = entriesOf(module, made, given, readName);
  if (written === null) return null;
  if (given === made) return written;
  if (given.kind !== Kind.Name) return { ...written, complete: false };
  const added = addedTo(module, given, call.node, readName);
  return { ...written, entries: [...written.entries, ...added.entries], complete: written.complete && added.complete };
}

function entriesOf(module: Module, feed: Expr, { start, end }: Span, readName: ReadName): Feed | null {
  if (feed.kind === Kind.Dict) {
    const entries = feed.keys.flatMap((key, i) => {
      const name = readName(key);
      return name === null ? [] : [{ ...name, value: feed.values[i] ?? null }];
    });
    return {
      at: { start, end },
      entries,
      values: feed.values,
      complete: entries.length === feed.keys.length,
      container: feed,
    };
  }
  if (feed.kind !== Kind.Call || module.qualifiedName(feed.func) !== 'builtins.dict') return null;
  const entries = feed.keywords.flatMap(({ arg, start: from, value }) =>
    arg === null ? [] : [{ name: arg, at: { start: from, end: from + arg.length }, quote: '', value }],
  );
  const complete = feed.args.length === 0 && entries.length === feed.keywords.length;
  const values = feed.keywords.map(({ value }) => value);
  return { at: { start, end }, entries, values, complete, container: feed };
}

/** Entries stored under the feed's name before the run (`feed["x"] = x`), and whether no other use can add one. */
function addedTo(module: Module, name: Name, run: Call, readName: ReadName): Pick<Feed, 'entries' | 'complete'> {
  const entries: FeedEntry[] = [];
  let complete = true;
  for (const use of usesOfName(module, name)) {
    const around = module.parent(use);
    if (use === name || (use.ctx === NameContext.Store && around?.kind === Kind.Assign)) continue;
    const part = around?.kind === Kind.Subscript && around.value === use ? around : null;
    const user = part === null ? null : module.parent(part);
    if (part === null) {
      complete &&= isFedAgain(module, use);
    } else if (user?.kind === Kind.Assign && user.targets.includes(part)) {
      const key = readName(part.slice);
      const isSure = key !== null && isSameBlock(module, user, name) && user.start < run.start;
      if (isSure) entries.push({ ...key, value: user.value });
      else complete = false;
    } else if (user?.kind === Kind.Delete || user?.kind === Kind.Assign || user?.kind === Kind.AugAssign) {
      complete &&= user.kind === Kind.Assign; // as a value it is only read
    }
  }
  return { entries, complete };
}

/** Stored in the same function, and not in a branch or loop the run is outside of. */
function isSameBlock(module: Module, stored: Node, run: Name): boolean {
  const block = module.enclosing(stored, Kind.If, Kind.For, Kind.While, Kind.Try, Kind.FunctionDef, Kind.Module);
  return block !== null && block.start <= run.start && run.end <= block.end;
}

/** Handed to another run, which only reads it. */
function isFedAgain(module: Module, use: Name): boolean {
  const around = module.parent(use);
  return around?.kind === Kind.Call && around.func.kind === Kind.Attribute && around.func.attr === 'run';
}
