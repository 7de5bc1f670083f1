// What the model editor's page and the extension say to each other. Types only; all of it is JSON but bytes of files.
import type {
  Answer,
  ComparedSet,
  ModelComparison,
  ModelResult,
  ModelRun,
  ModelSummary,
  Problem,
  Requests,
  TensorPage,
  ValuesRequest,
} from '../../server/src/protocol';

export type { Answer, ModelResult, ModelRun, ModelSummary, Problem, TensorPage, ValuesRequest };

/** A Python script, one with a test of it, a folder of ONNX's own test format, or an `.npz` file. */
export type TakeAlong = 'script' | 'test' | 'folder' | 'archive';

/** What a model is compared with: another file, the one of the last commit, or a result that was saved. */
export type Against = 'file' | 'git' | 'saved';

/** What the page of models compared is told, and asks for. */
export type ToComparePage =
  | {
      readonly type: 'comparison';
      /** Names of the two files. */
      readonly a: string;
      readonly b: string;
      readonly answer: Answer<ModelComparison>;
    }
  | {
      readonly type: 'comparedSaved';
      /** Names of the saved result and of the model. */
      readonly a: string;
      readonly b: string;
      readonly answer: Answer<readonly ComparedSet[]>;
    }
  | { readonly type: 'comparing'; readonly a: string; readonly b: string };

export type FromComparePage =
  | { readonly type: 'ready' }
  | { readonly type: 'again' }
  | { readonly type: 'act'; readonly action: Exclude<Action, 'runAnyway' | 'retry' | 'reload'> };

/** What a run is asked with; the extension knows which model it is of. */
export type RunRequest = Omit<ModelRun, 'uri'>;

/** Something the user can do about a problem, offered as a button. */
export type Action = 'trust' | 'runAnyway' | 'retry' | 'reload' | 'showLog' | 'restartServer';

/** What the page may ask the server for by itself; the extension adds which model it is of. */
export type GraphMethod =
  | 'heldout/model/cost'
  | 'heldout/model/profile'
  | 'heldout/model/trace'
  | 'heldout/model/graph'
  | 'heldout/model/search'
  | 'heldout/model/node'
  | 'heldout/model/stored'
  | 'heldout/model/storedStatistics'
  | 'heldout/model/run'
  | 'heldout/model/values'
  | 'heldout/model/statistics'
  | 'heldout/model/picture'
  | 'heldout/model/table'
  | 'heldout/model/arrays';

export type GraphParams<Method extends GraphMethod> = Omit<Requests[Method]['params'], 'uri'>;
export type GraphAnswer<Method extends GraphMethod> = Requests[Method]['result'];

export type AskMessage = {
  [Method in GraphMethod]: {
    readonly type: 'ask';
    /** Comes back with the answer. */
    readonly request: number;
    readonly method: Method;
    readonly params: GraphParams<Method>;
  };
}[GraphMethod];

/** A file that an input is made of, where the model runs. */
export interface FileRef {
  readonly uri: string;
  readonly name: string;
}

/** What a file is chosen for: it says which ones are offered. */
export type FileUse = 'image' | 'array' | 'table' | 'bytes';

/** What the page wants of files; answered with the number of the request. */
export type FileMessage =
  | { readonly type: 'pickFile'; readonly request: number; readonly use: FileUse }
  /** A file dropped on the page, which has no place where the model runs: it is kept there. */
  | { readonly type: 'keepFile'; readonly request: number; readonly name: string; readonly bytes: Uint8Array }
  | { readonly type: 'readFile'; readonly request: number; readonly uri: string };

/** The file, its bytes where they were asked for; null: none was chosen. */
export type FileAnswer = Answer<(FileRef & { readonly bytes?: Uint8Array }) | null>;

export type FromPage =
  | FileMessage
  /** What the form holds, to be there again when the model is opened another day. */
  | { readonly type: 'remember'; readonly form: object }
  | { readonly type: 'forget' }
  /** The page has loaded, and wants to know the model. */
  | { readonly type: 'ready' }
  | { readonly type: 'reload' }
  | { readonly type: 'run'; readonly request: RunRequest }
  | { readonly type: 'cancel' }
  | AskMessage
  | { readonly type: 'cancelAsk'; readonly request: number }
  /** On the inputs that the form has, or on those of the saved result. */
  | { readonly type: 'compare'; readonly against: Against; readonly request: RunRequest }
  /** What is in the form, as code or files that other programs take. */
  | { readonly type: 'takeAlong'; readonly as: TakeAlong; readonly request: RunRequest }
  /** A drawing to be saved where the user wants it. */
  | { readonly type: 'saveSvg'; readonly text: string }
  /** A line of Python that made a node: its path where the model was exported, its number from 1, its text. */
  | { readonly type: 'openSource'; readonly file: string; readonly line: number; readonly code: string }
  | { readonly type: 'act'; readonly action: Exclude<Action, 'runAnyway' | 'retry' | 'reload'> };

export type ToPage =
  | {
      readonly type: 'model';
      /** File name. */
      readonly name: string;
      /** Whether models may be run here. */
      readonly trusted: boolean;
      readonly answer: Answer<ModelSummary>;
      /** The file changed on disk, which is why this came. */
      readonly reloaded: boolean;
      /** What the form held when it was last shown, perhaps another day. */
      readonly remembered?: object;
    }
  | { readonly type: 'file'; readonly request: number; readonly answer: FileAnswer }
  | { readonly type: 'trusted' }
  | { readonly type: 'progress'; readonly message: string }
  | { readonly type: 'result'; readonly answer: Answer<ModelResult> }
  | { readonly type: 'answer'; readonly request: number; readonly answer: Answer<unknown> };
