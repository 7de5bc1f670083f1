// What a command is given of the world around it, so that it can be tested without a process.
import process from 'node:process';
import { buffer } from 'node:stream/consumers';

export interface Io {
  /** To standard output: what was asked for. */
  readonly out: (text: string) => void;
  /** To standard error: what went wrong, notes, progress. */
  readonly err: (text: string) => void;
  /** All of standard input. */
  readonly readInput: () => Promise<Uint8Array>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** The script of the process, which can be started again as a thread; null where there is none. */
  readonly script: string | null;
  /** Whether output is to be coloured. */
  readonly colour: boolean;
  /** Aborted by Ctrl+C: long work stops at the next file. A second Ctrl+C ends the process. */
  readonly cancelled: AbortSignal;
}

/** Status of the process: nothing found, something found, could not run. */
export const CLEAN = 0;
export const FOUND = 1;
export const FAILED = 2;

/** The world of a real process. */
export function processIo(): Io {
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  for (const stream of [process.stdout, process.stderr]) {
    // The reader went away (`| head`): nothing more to say, and no error.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(FOUND);
      throw error;
    });
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    readInput: () => buffer(process.stdin),
    cwd: process.cwd(),
    script: process.argv[1] ?? null,
    colour: wantsColour(process.env, process.stdout.isTTY),
    cancelled: cancel.signal,
  };
}

/** `NO_COLOR` (no-color.org) beats `FORCE_COLOR`, which beats whether it is a terminal. */
export function wantsColour(environment: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const force = environment['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && environment['TERM'] !== 'dumb';
}
