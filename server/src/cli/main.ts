// The command line: which command, and what is said when it cannot run.
import { didYouMean } from '../config/suggest';
import { version } from '../version';
import { checkCommand } from './check';
import { UsageError } from './checkOptions';
import { flowCommand } from './flow';
import { HELP } from './help';
import { CLEAN, FAILED, type Io } from './io';
import { ruleCommand } from './rule';

type Command = (args: readonly string[], io: Io) => number | Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  check: (args, io) => checkCommand(args, io, version),
  rule: ruleCommand,
  flow: flowCommand,
  // Loaded only when asked for: checking needs nothing of it.
  model: async (args, io) => (await import('./model')).modelCommand([...args], io),
};

/** Runs a command line. @returns the exit status; never rejects */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (
    name === undefined ||
    name === '--help' ||
    name === '-h' ||
    name === 'help' ||
    (name !== 'model' && wantsHelp(rest))
  ) {
    io.out(HELP);
    return name === undefined ? FAILED : CLEAN;
  }
  if (name === '--version' || name === '-V') {
    io.out(`heldout ${version}\n`);
    return CLEAN;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (command === undefined) {
      throw new UsageError(`There is no command \`${name}\`.${didYouMean(name, Object.keys(commands))}`);
    }
    return await command(rest, io);
  } catch (error) {
    if (error instanceof UsageError) io.err(`heldout: ${error.message}\nSee heldout --help.\n`);
    else
      io.err(`heldout failed, which is a mistake of its own. Please report it with this text:\n${described(error)}\n`);
    return FAILED;
  }
}

function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

function described(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
