// A reporter that writes down what it is told, as plain data, for another thread to report.
import type { Reporter } from './reporter';

/** What is said of one file. */
export type Says = Pick<Reporter, Method>;
type Method = 'checked' | 'failure' | 'projectFile' | 'internalProblem' | 'fixed' | 'patch';
/** One call of a reporter. */
export type Said = { readonly [M in Method]: { readonly method: M; readonly given: Parameters<Reporter[M]> } }[Method];

export interface Recorder extends Says {
  /** What was said since the last time. */
  taken(): readonly Said[];
}

export function createRecorder(): Recorder {
  let said: Said[] = [];
  return {
    checked: (...given) => void said.push({ method: 'checked', given }),
    failure: (...given) => void said.push({ method: 'failure', given }),
    projectFile: (...given) => void said.push({ method: 'projectFile', given }),
    internalProblem: (...given) => void said.push({ method: 'internalProblem', given }),
    fixed: (...given) => void said.push({ method: 'fixed', given }),
    patch: (...given) => void said.push({ method: 'patch', given }),
    taken() {
      const all = said;
      said = [];
      return all;
    },
  };
}

/** Reports what was written down. */
export function tell(reporter: Reporter, said: readonly Said[]): void {
  for (const each of said) {
    switch (each.method) {
      case 'checked':
        reporter.checked(...each.given);
        break;
      case 'failure':
        reporter.failure(...each.given);
        break;
      case 'projectFile':
        reporter.projectFile(...each.given);
        break;
      case 'internalProblem':
        reporter.internalProblem(...each.given);
        break;
      case 'fixed':
        reporter.fixed(...each.given);
        break;
      case 'patch':
        reporter.patch(...each.given);
        break;
    }
  }
}
