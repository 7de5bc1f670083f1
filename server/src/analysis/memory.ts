// Memory: what is kept of a document between two of its versions, so that an edit costs what it touches. Without it the
// findings are the same, only later.
import { Recorder } from './asked';
import { FlowMemory } from './flow';
import { createCellCache, type CellCache } from './notebook';
import { KeyIndex } from './keyIndex';
import { NameMemory } from './names';
import { NodeIndex } from './nodeIndex';
import { Recall } from './recall';
import { ScopeMemory } from './scopeMemory';
import { parse, reparse } from './syntax';
import type { Attribute, Call, Keyword, Syntax } from './syntax';
import { changeBetween } from './textChange';

export interface Memory {
  /** Of a notebook: its parsed cells. */
  readonly cells: CellCache;
  readonly scopes: ScopeMemory;
  readonly names: NameMemory;
  /** Calls by the full name of what they call, and by the method they name. */
  readonly sites: KeyIndex<Call>;
  readonly methods: KeyIndex<Call>;
  readonly attributes: KeyIndex<Attribute>;
  readonly keywords: KeyIndex<Keyword>;
  readonly nodes: NodeIndex;
  readonly flow: FlowMemory;
  /** Answers of rules, with what they hang on. */
  readonly recall: Recall;
  readonly recorder: Recorder;
  /** The last version whose answers were kept: its text, where its imports end, how its lines do. */
  last: { readonly source: string; readonly imports: number; readonly linesEnd: string } | null;
  /** Of a notebook that ran in another order: the same for that one. */
  inRunOrder: Memory | null;
  /** Of a file: its last version. */
  file: { readonly source: string; readonly syntax: Syntax } | null;
}

export function createMemory(): Memory {
  const recorder = new Recorder();
  return {
    cells: createCellCache(),
    scopes: new ScopeMemory(recorder),
    names: new NameMemory(recorder),
    sites: new KeyIndex(({ calls }) => calls),
    methods: new KeyIndex(({ calls }) => calls),
    attributes: new KeyIndex(({ attributes }) => attributes),
    keywords: new KeyIndex(({ keywords }) => keywords),
    nodes: new NodeIndex(),
    flow: new FlowMemory(),
    recall: new Recall(),
    recorder,
    last: null,
    inRunOrder: null,
    file: null,
  };
}

/** Parses a file; statements that are as they were keep their nodes, so the tree of the last version must not be used any more. */
export function parseAgain(source: string, memory: Memory): Syntax {
  const { file } = memory;
  memory.file = null; // not to be met half moved, whatever happens
  const syntax = file === null ? parse(source) : after(file, source);
  memory.file = { source, syntax };
  return syntax;
}

function after({ source: old, syntax }: NonNullable<Memory['file']>, source: string): Syntax {
  return old === source ? syntax : reparse(syntax, source, changeBetween(old, source));
}
