// The Diagnose tab: why a result is wrong, where the time goes, what another model makes of it, and all of it as code.
import type { Action, Against, ModelSummary, RunRequest, TakeAlong } from '../messages';
import { h } from '../dom';
import type { Ask } from '../graph/asking';
import type { Heat } from '../graph/heat';
import { profileSection } from './profile';
import { traceSection } from './trace';
import { variantsSection } from './variants';

export interface DiagnoseHandlers {
  readonly ask: Ask;
  readonly act: (action: Action) => void;
  /** With what the run form holds now. */
  readonly request: () => RunRequest;
  /** Shows a node in the graph. */
  readonly go: (node: number) => void;
  /** Colours the graph, and shows it. */
  readonly color: (heat: Heat) => void;
  readonly compare: (against: Against) => void;
  readonly takeAlong: (as: TakeAlong) => void;
}

export function diagnoseTab(handlers: DiagnoseHandlers, model: ModelSummary): HTMLElement {
  const takesPictures = Object.values(model.suggestions.inputs).some(({ recipe }) => recipe !== null);
  const taken = (name: string, as: TakeAlong, text: string): HTMLElement =>
    h('vscode-button', { class: name, secondary: true, onclick: () => handlers.takeAlong(as) }, text);
  return h(
    'div',
    { class: 'diagnose' },
    traceSection(handlers),
    takesPictures && variantsSection(handlers, model),
    profileSection(handlers),
    h(
      'section',
      { 'aria-label': 'Compare' },
      h('h2', {}, 'Compare'),
      h(
        'p',
        { class: 'remark' },
        'What differs in the two files, and what both make of the inputs of the run form: a quantized or optimized model against the original, or a new export against the last one. Or what the model gives now for inputs that were saved, against what it or another program gave then: a folder of ONNX’s test format, or an .npz file.',
      ),
      h(
        'div',
        { class: 'buttons' },
        h(
          'vscode-button',
          { class: 'compare-file', secondary: true, onclick: () => handlers.compare('file') },
          'Compare with Another Model…',
        ),
        h(
          'vscode-button',
          { class: 'compare-git', secondary: true, onclick: () => handlers.compare('git') },
          'Compare with the Last Commit',
        ),
        h(
          'vscode-button',
          { class: 'compare-saved', secondary: true, onclick: () => handlers.compare('saved') },
          'Compare with a Saved Result…',
        ),
      ),
    ),
    h(
      'section',
      { 'aria-label': 'Take it along' },
      h('h2', {}, 'Take it along'),
      h(
        'p',
        { class: 'remark' },
        'The inputs of the run form as files beside a Python script that runs the model on them with onnxruntime, with a pytest that pins the outputs; or with its outputs, as a result to compare with later: a folder of ONNX’s own test format, or one .npz file.',
      ),
      h(
        'div',
        { class: 'buttons' },
        taken('take-script', 'script', 'Python Script…'),
        taken('take-test', 'test', 'pytest…'),
        taken('take-folder', 'folder', 'ONNX Test Folder…'),
        taken('take-archive', 'archive', 'NumPy Archive (.npz)…'),
      ),
    ),
  );
}
