// The runs of models that were asked for in the code: which go on, what came of them, and whether that still holds.
import * as vscode from 'vscode';
import type { InlineSite, InputSpec, ModelResult, Problem } from '../../../../server/src/protocol';
import type { Server } from '../../server';
import { ask } from '../ask';

/** What came of the last run at a place, and what it was made of. */
export interface Outcome {
  readonly site: InlineSite;
  /** All that was fed by intention; other inputs got random values. */
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly result?: ModelResult;
  readonly problem?: Problem;
}

export type Staleness = 'code' | 'input' | 'model';

export interface Runs extends vscode.Disposable {
  readonly onDidChange: vscode.Event<void>;
  /** Resolves when it has ended. A newer run at the same place ends the older. */
  run(document: vscode.Uri, site: InlineSite): Promise<void>;
  cancel(document: vscode.Uri, id: string): void;
  isRunning(document: vscode.Uri, id: string): boolean;
  outcome(document: vscode.Uri, id: string): Outcome | undefined;
  /** What changed since the outcome; undefined: it holds. */
  staleness(document: vscode.Uri, site: InlineSite): Staleness | undefined;
  /** Whether the document has outcomes or runs. */
  concern(document: vscode.Uri): boolean;
  forget(document: vscode.Uri): void;
}

/** Enough to find the largest of the classes of most models. */
const PAGE_SIZE = 2000;
/** So that the same click gives the same result. */
const OTHERWISE: InputSpec = { kind: 'random', seed: 0 };

/** @param remembered what the model editor was last told to feed a model */
export function createRuns(server: Server, remembered: (model: string) => Readonly<Record<string, InputSpec>>): Runs {
  const changes = new vscode.EventEmitter<void>();
  const running = new Map<string, vscode.CancellationTokenSource>();
  const outcomes = new Map<string, Outcome>();
  const inputsOf = (site: InlineSite) => ({ ...remembered(site.model.uri), ...site.inputs });

  async function run(document: vscode.Uri, site: InlineSite): Promise<void> {
    const key = keyOf(document, site.id);
    running.get(key)?.cancel();
    const mine = new vscode.CancellationTokenSource();
    running.set(key, mine);
    changes.fire();
    const inputs = inputsOf(site);
    // Asked once more after it was told that it crashed twice.
    const again = outcomes.get(key)?.problem?.kind === 'quarantined' ? { ignoreQuarantine: true } : {};
    const request = { ...again, uri: site.model.uri, inputs, otherwise: OTHERWISE, pageSize: PAGE_SIZE };
    const answer = await ask(server, 'heldout/model/run', request, mine.token);
    if (running.get(key) !== mine) return;
    running.delete(key);
    if (answer.problem?.kind !== 'cancelled') {
      const came = answer.problem === undefined ? { result: answer.value } : { problem: answer.problem };
      outcomes.set(key, { site, inputs, ...came });
    }
    changes.fire();
  }

  const ofDocument = (document: vscode.Uri) => (key: string) => key.startsWith(`${document.toString()}\n`);
  return {
    onDidChange: changes.event,
    run,
    cancel: (document, id) => running.get(keyOf(document, id))?.cancel(),
    isRunning: (document, id) => running.has(keyOf(document, id)),
    outcome: (document, id) => outcomes.get(keyOf(document, id)),
    staleness(document, site) {
      const before = outcomes.get(keyOf(document, site.id));
      if (before === undefined) return undefined;
      const { model, code } = before.site;
      if (model.uri !== site.model.uri || model.stamp !== site.model.stamp) return 'model';
      if (code !== site.code) return 'code';
      return sameInputs(before.inputs, inputsOf(site)) ? undefined : 'input';
    },
    concern: (document) => [...outcomes.keys(), ...running.keys()].some(ofDocument(document)),
    forget(document) {
      for (const key of [...outcomes.keys()].filter(ofDocument(document))) outcomes.delete(key);
      for (const [key, source] of running) if (ofDocument(document)(key)) source.cancel();
    },
    dispose() {
      for (const source of running.values()) source.cancel();
      changes.dispose();
    },
  };
}

/** Pictures are long lists of numbers: what is the same object is not compared. */
function sameInputs(a: Outcome['inputs'], b: Outcome['inputs']): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => a[name] === b[name] || JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

function keyOf(document: vscode.Uri, id: string): string {
  return `${document.toString()}\n${id}`;
}
