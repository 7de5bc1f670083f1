// An input from a file: an array of numpy or ONNX, or bytes as they are; and the bytes of a text.
import { fill, h } from '../dom';
import { shapeText } from '../format';
import type { FileUse } from '../messages';
import type { Body, InputContext } from './body';
import { acceptDrops } from './drop';

/** Whether bytes can be fed: whole numbers of at least eight bits. */
export function takesBytes(elementType: string): boolean {
  return /^u?int(8|16|32|64)$/.test(elementType);
}

export function fileInput(context: InputContext, elementType: string): Body {
  const { input, files, state, update, showMistake, ask } = context;
  const use: FileUse = takesBytes(elementType) ? 'bytes' : 'array';
  const kinds = use === 'bytes' ? '.npy, .npz, .pb, or any file as bytes' : '.npy, .npz or .pb';
  const chosen = h('div', { class: 'file' });
  const choose = h('vscode-button', { secondary: true, class: 'choose', onclick: () => void pick() }, 'Choose File…');
  const element = h('div', { class: 'drop' }, h('div', { class: 'drop-line' }, choose, chosen));
  acceptDrops(element, (data) => void take(files.dropped(data)));

  const pick = () => take(files.pick(use));

  async function take(asked: ReturnType<typeof files.pick>): Promise<void> {
    try {
      const file = await asked;
      if (!file) return;
      update({ file });
      await show();
    } catch (error) {
      showMistake(error instanceof Error ? error.message : String(error));
    }
  }

  async function show(): Promise<void> {
    const { file } = state();
    showMistake(null);
    fill(chosen, file ? h('span', { class: 'file-name' }, file.name) : h('span', { class: 'remark' }, kinds));
    if (!file || !/\.(npy|npz|pb)$/i.test(file.name)) return;
    const answer = await ask('heldout/model/arrays', { file: file.uri });
    if (answer.problem) return showMistake(`${answer.problem.what} ${answer.problem.why}`);
    const { arrays } = answer.value;
    const named = arrays.find(({ name }) => name === (file.array ?? input.name)) ?? arrays[0];
    if (!named) return showMistake('The file holds no array.');
    if (named.name !== '' && file.array !== named.name) update({ file: { ...file, array: named.name } });
    const converted = named.elementType === elementType ? '' : `, fed as ${elementType}`;
    const remark = h('span', { class: 'remark' }, `${named.elementType} ${shapeText(named.shape)}${converted}`);
    fill(chosen, h('span', { class: 'file-name' }, file.name), arrays.length > 1 && choice(), remark);

    function choice(): HTMLElement {
      const select = h('vscode-single-select', { class: 'array-choice', label: `Array for ${input.name}` });
      select.append(
        ...arrays.map(({ name }) => h('vscode-option', { value: name, selected: name === named!.name }, name)),
      );
      select.addEventListener('change', () => {
        update({ file: { ...file!, array: select.value } });
        void show();
      });
      return select;
    }
  }

  void show();
  return {
    main: [element],
    mistake: () => (state().file ? null : 'Choose a file first.'),
    focus: () => choose.focus(),
  };
}

/** A text whose bytes in UTF-8 are fed, one each. */
export function textInput({ input, state, update }: InputContext): Body {
  const area = h('vscode-textarea', {
    class: 'values',
    rows: 3,
    resize: 'vertical',
    label: `Text for ${input.name}`,
    placeholder: 'A text: its bytes in UTF-8 are fed, cut or filled up with zeros',
  });
  area.value = state().words ?? '';
  area.addEventListener('input', () => update({ words: area.value }));
  return { main: [area], focus: () => area.focus() };
}
