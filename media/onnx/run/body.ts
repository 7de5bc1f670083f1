// What all ways to fill an input have in common: elements to show, and what is wrong with them.
import type { InputSuggestion, ValueInfo } from '../../../server/src/protocol';
import type { Ask } from '../graph/asking';
import type { Files } from './files';
import type { Pictures } from './pictures';
import type { InputState } from './state';

/** What an input's part of the form is made with. */
export interface InputContext {
  readonly input: ValueInfo;
  readonly suggestion: InputSuggestion | undefined;
  readonly files: Files;
  readonly pictures: Pictures;
  readonly ask: Ask;
  /** The state as it is now. */
  readonly state: () => InputState;
  /** Changes it. */
  readonly update: (more: Partial<InputState>) => void;
  /** Says what is wrong below the input; null: nothing is. */
  readonly showMistake: (message: string | null) => void;
}

/** One way to fill an input. */
export interface Body {
  /** Beside the name, where there is little room. */
  readonly head?: readonly Node[];
  /** Below it. */
  readonly main?: readonly Node[];
  /** What is wrong with what is given, in words. */
  readonly mistake?: () => string | null;
  /** Goes to where the mistake is. */
  readonly focus?: () => void;
}
