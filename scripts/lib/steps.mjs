// Timed, visible steps for the scripts, and errors that say what to do. Node's own modules only: runs before `npm ci`.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** An error that is meant for the user: what is wrong and what to do, without a stack. */
export class Problem extends Error {}

const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs one step and prints it with its time. `work` returns what to say about it, or nothing;
 * an error ends the line with `failed` and goes on to the caller.
 */
export async function step(title, work) {
  const started = Date.now();
  console.log(`${bold('▶')} ${title} …`);
  try {
    const said = await work();
    console.log(`${green('✔')} ${title}: ${said ?? 'done'} ${dim(`(${seconds(started)})`)}`);
  } catch (error) {
    console.log(`${red('✘')} ${title}: failed ${dim(`(${seconds(started)})`)}`);
    throw error;
  }
}

/** The oldest Node that package.json's `engines` allows. */
const OLDEST_NODE = [20, 19];

/** Says in words that this Node cannot run Heldout, before something less clear does. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Problem(
    `Node ${process.versions.node} is too old: Heldout needs Node ${OLDEST_NODE.join('.')} or later.\n` +
      'Install a newer one (nodejs.org, nvm, or your package manager) and try again.',
  );
}

const children = new Set();

/**
 * Starts a program in a process group of its own, so that it can be ended with all that it starts.
 * `options` are those of `child_process.spawn`.
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, detached: process.platform !== 'win32', ...options });
  children.add(child);
  child.once('exit', () => children.delete(child));
  child.once('error', () => children.delete(child));
  return child;
}

/** Ends a started program and all that it started. */
export function stop(child, signal = 'SIGTERM') {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    else process.kill(-child.pid, signal);
  } catch {
    // It has just ended by itself.
  }
}

/** Ctrl-C, a closed terminal or a `kill` ends everything that was started. */
export function endChildrenWithUs() {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ]) {
    process.once(signal, () => {
      for (const child of children) stop(child);
      process.exit(128 + number);
    });
  }
  process.once('exit', () => {
    for (const child of children) stop(child, 'SIGKILL');
  });
}

/**
 * Runs a program to its end. Each line it prints goes to `onLine` (by default to our output, indented).
 * Ends it after `limit` seconds. Never rejects: resolves to its exit status (null if it could not run or was ended),
 * whether the time was up, and what it printed.
 */
export function run(command, args, { limit = 600, onLine = (line) => console.log(`  ${line}`), env, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = start(command, args, {
      cwd,
      // It writes to us, and we to the terminal: it should colour just when we do.
      env: { ...process.env, ...(colours ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stop(child, 'SIGKILL');
    }, limit * 1000);
    for (const stream of [child.stdout, child.stderr])
      eachLine(stream, (line) => {
        lines.push(line);
        onLine(line);
      });
    const finish = (status, error) => {
      clearTimeout(timer);
      resolve({ status, timedOut, error, output: lines.join('\n') });
    };
    child.once('error', (error) => finish(null, error));
    child.once('close', (status) => finish(status, undefined));
  });
}

function eachLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) onLine(line.replace(/\r$/, ''));
  });
  stream.on('end', () => {
    if (rest) onLine(rest);
  });
}

/** Runs a script's main function; prints a Problem without its stack and sets the exit status. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    console.error(`\n${red('Error:')} ${error instanceof Problem ? error.message : error.stack}`);
    process.exitCode = 1;
  }
}
