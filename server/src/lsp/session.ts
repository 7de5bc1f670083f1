// What the parts of the language server share: the connection, what the client can do, and the project on the disk.
import type { Connection, InitializeParams } from 'vscode-languageserver';
import type { Layer, Settings } from '../config/merge';
import { mergeSettings } from '../config/merge';
import type { ProjectFile } from '../config/discover';
import type { Environment } from '../project/environment';
import { NO_ENVIRONMENT } from '../project/environment';
import { createProject, type Project } from '../project/project';
import type { OpenText } from '../project/pythonFiles';
import type { InitializationOptions } from '../protocol';
import { rules } from '../rules';
import { pathOf } from './paths';

export interface Session {
  readonly connection: Connection;
  readonly project: Project;
  /** Paths of the workspace folders, as they are now. */
  readonly folders: Set<string>;
  /** Models may run. */
  trusted: boolean;
  readonly rulePages: boolean;
  /** The client opens models by `heldout.openModel`. */
  readonly modelEditor: boolean;
  /** The client clears outputs by `heldout.clearOutputs`. */
  readonly clearsOutputs: boolean;
  readonly log: Log;
}

/** One channel of the client, by level. */
export interface Log {
  readonly error: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly info: (message: string) => void;
  readonly debug: (message: string) => void;
}

/** @param openText the text of a file that is open in the editor, by its path */
export function createSession(connection: Connection, params: InitializeParams, openText: OpenText): Session {
  const options = readOptions(params.initializationOptions);
  const folders = (params.workspaceFolders ?? []).flatMap(({ uri }) => pathOf(uri) ?? []);
  const { console } = connection;
  return {
    connection,
    project: createProject({ rules }, openText),
    folders: new Set(folders),
    trusted: options.trusted === true,
    rulePages: options.rulePages === true,
    modelEditor: options.modelEditor === true,
    clearsOutputs: options.clearsOutputs === true,
    log: {
      error: (message) => console.error(message),
      warn: (message) => console.warn(message),
      info: (message) => console.info(message),
      debug: (message) => console.debug(message),
    },
  };
}

function readOptions(options: unknown): InitializationOptions {
  if (typeof options !== 'object' || options === null) return {};
  return {
    trusted: 'trusted' in options && options.trusted === true,
    rulePages: 'rulePages' in options && options.rulePages === true,
    modelEditor: 'modelEditor' in options && options.modelEditor === true,
    clearsOutputs: 'clearsOutputs' in options && options.clearsOutputs === true,
  };
}

/** The innermost workspace folder that holds the file of this URI; null outside all of them. */
export function folderOf(session: Session, uri: string): string | null {
  const path = pathOf(uri);
  if (path === null) return null;
  const holding = [...session.folders].filter((folder) => path === folder || path.startsWith(withSeparator(folder)));
  return holding.sort((a, b) => b.length - a.length)[0] ?? null;
}

function withSeparator(folder: string): string {
  return /[\\/]$/.test(folder) ? folder : folder + (folder.includes('\\') ? '\\' : '/');
}

export interface Resolved {
  readonly settings: Settings;
  readonly projectFile: ProjectFile | null;
  readonly environment: Environment;
  /** Why the document is not checked; null if it is. */
  readonly notChecked: string | null;
}

/** Everything that holds for a document besides its text. Documents that are no files have the editor's settings alone. */
export function resolve(session: Session, uri: string, editor: Layer): Resolved {
  const { project } = session;
  const path = pathOf(uri);
  if (path === null) {
    const settings = mergeSettings([editor], { rules });
    const notChecked = settings.enable ? null : 'checking is turned off';
    return { settings, projectFile: null, environment: NO_ENVIRONMENT, notChecked };
  }
  const { settings, projectFile } = project.settingsOf(path, [editor], []);
  const environment = project.environmentOf(path, folderOf(session, uri));
  return { settings, projectFile, environment, notChecked: project.notChecked(path, settings) };
}
