// The places of a document that concern models, asked of the server once for each version of the text.
import * as vscode from 'vscode';
import type { InlineSites, LineRange } from '../../../../server/src/protocol';
import type { Server } from '../../server';

export interface Sites extends vscode.Disposable {
  /** null: the server knows nothing of the document, or is not there. */
  of(document: vscode.TextDocument): Promise<InlineSites | null>;
  /** Something besides the text changed: a model file, the settings, the server. */
  readonly onDidChange: vscode.Event<void>;
}

export const SELECTOR: vscode.DocumentSelector = [
  { language: 'python', scheme: 'file' },
  { language: 'python', notebookType: '*' },
];

export function createSites(server: Server): Sites {
  const changes = new vscode.EventEmitter<void>();
  const kept = new Map<string, { readonly version: number; readonly sites: Promise<InlineSites | null> }>();
  const changed = () => {
    kept.clear();
    changes.fire();
  };
  const subscriptions = [
    changes,
    server.on('heldout/model/changed', changed),
    server.onDidChangeState(changed),
    vscode.workspace.onDidGrantWorkspaceTrust(changed),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('heldout')) changed();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => kept.delete(uri.toString())),
  ];
  return {
    of(document) {
      const uri = document.uri.toString();
      const before = kept.get(uri);
      if (before?.version === document.version) return before.sites;
      // Most Python files never speak of a model.
      const sites = server.state === 'running' ? askFor(server, uri) : Promise.resolve(null);
      kept.set(uri, { version: document.version, sites });
      return sites;
    },
    onDidChange: changes.event,
    dispose: () => vscode.Disposable.from(...subscriptions).dispose(),
  };
}

async function askFor(server: Server, uri: string): Promise<InlineSites | null> {
  try {
    return await server.ask('heldout/inline/sites', { uri });
  } catch {
    return null; // it stopped meanwhile; its status says so
  }
}

export function rangeOf({ start, end }: LineRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
