// Files of inputs: chosen, dropped and read through the extension, which alone has a file system.
import type { FileAnswer, FileMessage, FileRef, FileUse, Problem, ToPage } from '../messages';

export interface Files {
  /** Asks the user; null where none was chosen. */
  pick(use: FileUse): Promise<FileRef | null>;
  /** What was dropped: a file of the editor's own list, or one from elsewhere, which is kept where the model runs. */
  dropped(data: DataTransfer): Promise<FileRef | null>;
  /** The whole file. Rejects with the problem in words. */
  read(uri: string): Promise<Uint8Array<ArrayBuffer>>;
  receive(message: Extract<ToPage, { type: 'file' }>): void;
}

/** Why a file could not be had. */
export class FileError extends Error {
  constructor({ what, why }: Problem) {
    super(`${what} ${why}`.trim());
  }
}

type Unnumbered = FileMessage extends infer Each ? (Each extends FileMessage ? Omit<Each, 'request'> : never) : never;

export function createFiles(post: (message: FileMessage) => void): Files {
  const waiting = new Map<number, (answer: FileAnswer) => void>();
  let last = 0;

  async function ask(message: Unnumbered): Promise<FileAnswer['value']> {
    const answer = await new Promise<FileAnswer>((resolve) => {
      waiting.set(++last, resolve);
      post({ ...message, request: last });
    });
    if (answer.problem) throw new FileError(answer.problem);
    return answer.value;
  }

  return {
    pick: async (use) => (await ask({ type: 'pickFile', use })) ?? null,
    async dropped(data) {
      const uri = droppedUri(data);
      if (uri !== null) return { uri, name: decodeURIComponent(uri.split('/').at(-1) ?? uri) };
      const file = data.files[0];
      if (!file) return null;
      const bytes = new Uint8Array(await file.arrayBuffer());
      return (await ask({ type: 'keepFile', name: file.name, bytes })) ?? null;
    },
    async read(uri) {
      const file = await ask({ type: 'readFile', uri });
      return new Uint8Array(file?.bytes ?? []);
    },
    receive({ request, answer }) {
      waiting.get(request)?.(answer);
      waiting.delete(request);
    },
  };
}

/** VS Code's explorer drops addresses, one on each line. */
function droppedUri(data: DataTransfer): string | null {
  const list = data.getData('application/vnd.code.uri-list') || data.getData('text/uri-list');
  return list.split(/\r?\n/).find((line) => /^(file|vscode-remote|vscode-vfs):/.test(line)) ?? null;
}
