// One input of the run form: how it is filled, the part of the form for that way, and what is wrong with it.
import { fill, h, newId } from '../dom';
import { shapeOf, shapeText, typeName } from '../format';
import { shape as shapeElement } from '../overview/signature';
import type { Body, InputContext } from './body';
import { fileInput, takesBytes, textInput } from './fileInput';
import { imageInput, imageOffer } from './imageInput';
import { elementTypeOf, resolve, size, type Fill, type FormState, type InputState } from './state';
import { valuesInput } from './valuesInput';

const FILLS: readonly (readonly [Fill, string])[] = [
  ['default', 'Default'],
  ['values', 'Values'],
  ['image', 'Picture'],
  ['file', 'File'],
  ['text', 'Text'],
  ['random', 'Random'],
  ['zeros', 'Zeros'],
  ['ones', 'Ones'],
];

export interface InputRow {
  readonly element: HTMLElement;
  /** Shows it anew for other sizes of symbolic dimensions. */
  resize(symbols: FormState['symbols']): void;
  /** Takes a picture that was dropped beside it; absent: it takes none. */
  readonly takePicture?: (data: DataTransfer) => void;
  /** Takes values from elsewhere. */
  replace(state: InputState, symbols: FormState['symbols']): void;
  /** Whether its values may be run; if not, says so at their place and takes the focus. */
  check(focus: boolean): boolean;
}

interface Around extends Pick<InputContext, 'input' | 'suggestion' | 'files' | 'pictures' | 'ask'> {
  readonly hasDefault: boolean;
  /** Told each new state. */
  readonly change: (state: InputState) => void;
}

/** The ways to fill an input that make sense for it. */
function fillsOf({ input, hasDefault, suggestion }: Around, elementType: string): readonly (readonly [Fill, string])[] {
  const isTensor = input.type.kind === 'tensor';
  const isText = elementType === 'string';
  const rank = shapeOf(input.type)?.length ?? 4;
  const ways: Readonly<Record<Fill, boolean>> = {
    default: hasDefault,
    values: true,
    image: isTensor && (Boolean(suggestion?.recipe) || (rank >= 3 && /^(float|u?int8$)/.test(elementType))),
    file: isTensor && !isText,
    text: isTensor && takesBytes(elementType),
    random: true,
    zeros: !isText,
    ones: !isText,
  };
  return FILLS.filter(([way]) => ways[way]);
}

/** The row of an input. */
export function inputRow(around: Around, initial: InputState, initialSymbols: FormState['symbols']): InputRow {
  const { input, suggestion } = around;
  let state = initial;
  let symbols = initialSymbols;
  let body: Body = {};
  const elementType = elementTypeOf(input);
  const declared = shapeOf(input.type);
  const isTensor = input.type.kind === 'tensor';
  const mistakeId = newId('mistake');
  const head = h('div', { class: 'input-value' });
  const main = h('div', { class: 'input-body' });
  const open = h('div', {});
  const sizeText = h('span', {});
  const mistakeLine = h('p', { class: 'mistake', id: mistakeId, role: 'status' });

  const shapeNow = () => (declared ? resolve(declared, symbols, state.sizes) : null);
  const context: InputContext = {
    ...around,
    state: () => state,
    update(more) {
      state = { ...state, ...more };
      around.change(state);
    },
    showMistake(message) {
      fill(mistakeLine, message);
      mistakeLine.hidden = message === null;
    },
  };

  function seedField(): HTMLElement {
    const field = h('vscode-textfield', { class: 'seed', label: `Seed of ${input.name}`, value: state.seed });
    field.addEventListener('input', () => {
      context.update({ seed: field.value });
      field.invalid = size(field.value) === undefined;
    });
    const limit = suggestion?.limit ?? null;
    const below = limit !== null && h('span', { class: 'remark' }, `below ${limit.toLocaleString('en-US')}`);
    return h('span', { class: 'with-label' }, h('span', { class: 'remark' }, 'seed'), field, below);
  }

  /** A field for each size that the file leaves open. */
  function openSizes(): HTMLElement | null {
    // A picture, a file and the bytes of a text bring their own.
    if (state.fill === 'default' || state.fill === 'image' || state.fill === 'file') return null;
    const fields = (declared ?? []).flatMap((dimension, index) => {
      if (dimension !== null) return [];
      const field = h('vscode-textfield', {
        class: 'size',
        label: `Size of dimension ${index + 1} of ${input.name}`,
        value: state.sizes[index] ?? '1',
      });
      field.addEventListener('input', () => {
        context.update({ sizes: { ...state.sizes, [index]: field.value } });
        field.invalid = size(field.value) === undefined;
        if (!field.invalid) showSizeAndValues();
      });
      return [h('span', { class: 'with-label' }, h('span', { class: 'remark' }, `dimension ${index + 1}`), field)];
    });
    return fields.length > 0 ? h('div', { class: 'sizes' }, fields) : null;
  }

  function bodyNow(): Body {
    switch (state.fill) {
      case 'values':
        return valuesInput(context, shapeNow(), mistakeId, show);
      case 'image':
        return imageInput(context);
      case 'file':
        return fileInput(context, elementType);
      case 'text':
        return textInput(context);
      case 'random':
        return { head: [seedField()] };
      default:
        return {};
    }
  }

  function showSizeAndValues(): void {
    const shape = shapeNow();
    const isOwn = state.fill === 'image' || state.fill === 'file';
    fill(
      sizeText,
      shape
        ? isOwn
          ? shapeText(declared!.map((each) => each ?? '?'))
          : shapeText(shape)
        : isTensor && shapeElement(null, input.type.kind),
    );
    context.showMistake(null);
    body = bodyNow();
    fill(head, body.head);
    const offer = suggestion?.recipe && !isOwn && imageOffer(context, showAll);
    fill(main, body.main, offer);
  }

  function show(): void {
    fill(open, openSizes());
    showSizeAndValues();
  }

  /** The way to fill it has changed from elsewhere than the list of ways. */
  function showAll(): void {
    select.value = state.fill;
    show();
  }

  const select = h('vscode-single-select', { class: 'fill', label: `How ${input.name} is filled` });
  select.append(
    ...fillsOf(around, elementType).map(([value, label]) =>
      h('vscode-option', { value, selected: state.fill === value }, label),
    ),
  );
  select.addEventListener('change', () => {
    const chosen = FILLS.find(([value]) => value === select.value);
    if (!chosen) return;
    context.update({ fill: chosen[0] });
    show();
  });
  const element = h(
    'div',
    { class: 'input', role: 'group', 'aria-label': `Input ${input.name}` },
    h(
      'div',
      { class: 'input-head' },
      h(
        'div',
        { class: 'input-name' },
        h('code', {}, input.name),
        h('span', { class: 'remark' }, typeName(input.type), ' ', sizeText),
      ),
      select,
      head,
    ),
    open,
    main,
    mistakeLine,
  );
  async function takePicture(data: DataTransfer): Promise<void> {
    try {
      const picture = await around.files.dropped(data);
      if (!picture) return;
      context.update({ fill: 'image', picture });
      showAll();
    } catch (error) {
      context.showMistake(error instanceof Error ? error.message : String(error));
    }
  }

  show();
  return {
    element,
    ...(suggestion?.recipe ? { takePicture: (data: DataTransfer) => void takePicture(data) } : {}),
    resize: (newSymbols) => {
      symbols = newSymbols;
      showSizeAndValues();
    },
    replace: (newState, newSymbols) => {
      symbols = newSymbols;
      context.update(newState);
      showAll();
    },
    check: (focus) => {
      const mistake = body.mistake?.() ?? null;
      context.showMistake(mistake);
      if (mistake !== null && focus) body.focus?.();
      return mistake === null;
    },
  };
}
