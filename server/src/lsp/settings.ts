// The editor's settings for a document: asked of the client once, kept until the client says they changed.
import { DidChangeConfigurationNotification, type ClientCapabilities, type Connection } from 'vscode-languageserver';
import type { Layer } from '../config/merge';
import { readEditorSettings } from '../config/values';
import { rules } from '../rules';
import { folderOf, type Session } from './session';

export interface EditorSettings {
  /** Asks the client to tell of changes. To be called once initialized: a connection has one handler of that alone. */
  register(): void;
  /** The layer for a document. Never rejects: a client that cannot say has defaults. */
  layerOf(uri: string): Promise<Layer>;
  /** The same without asking; null if the client has not answered for this document yet. */
  known(uri: string): Layer | null;
  /** A closed document's settings need not be kept. */
  forget(uri: string): void;
}

export interface SettingsEvents {
  changed(): void;
  /** Something is wrong in the settings; told once. */
  problem(message: string): void;
}

export function followSettings(
  connection: Connection,
  capabilities: ClientCapabilities,
  session: Session,
  events: SettingsEvents,
): EditorSettings {
  const canAsk = capabilities.workspace?.configuration === true;
  const kept = new Map<string, Layer>();
  const asked = new Map<string, Promise<Layer>>();
  const told = new Set<string>();
  /** From clients that send all settings with each change. */
  let pushed: unknown;

  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    if (typeof settings === 'object' && settings !== null && 'heldout' in settings) pushed = settings.heldout;
    kept.clear();
    asked.clear();
    events.changed();
  });

  async function ask(uri: string): Promise<Layer> {
    let section: unknown = pushed;
    if (canAsk) {
      try {
        section = await connection.workspace.getConfiguration({ scopeUri: uri, section: 'heldout' });
      } catch (error) {
        events.problem(`The editor did not answer for its settings: ${String(error)}`);
      }
    }
    const { values, problems } = readEditorSettings(section, { rules });
    for (const { message } of problems) {
      if (!told.has(message)) events.problem(`In the editor's settings, heldout: ${message}`);
      told.add(message);
    }
    const folder = folderOf(session, uri);
    return { origin: 'editor', values, ...(folder === null ? {} : { folder }) };
  }

  return {
    register() {
      if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration !== true) return;
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: 'heldout' })
        .catch((error: unknown) => events.problem(`The editor does not tell when settings change: ${String(error)}`));
    },
    async layerOf(uri) {
      const before = kept.get(uri);
      if (before !== undefined) return before;
      const asking = asked.get(uri) ?? ask(uri);
      asked.set(uri, asking);
      const layer = await asking;
      // Unless the settings changed while the client answered.
      if (asked.get(uri) === asking) {
        asked.delete(uri);
        kept.set(uri, layer);
      }
      return layer;
    },
    known: (uri) => kept.get(uri) ?? null,
    forget(uri) {
      kept.delete(uri);
      asked.delete(uri);
    },
  };
}
