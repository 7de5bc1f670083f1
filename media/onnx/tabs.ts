// Tabs: one of several parts of the page is shown; arrows go from tab to tab.
import { h, newId } from './dom';

export interface Tab {
  readonly name: string;
  readonly content: HTMLElement;
}

/** The row of tabs and their panels. `changed` is told the one to be shown, also at first. */
export function tabs(
  all: readonly Tab[],
  chosen: string | undefined,
  changed: (name: string) => void,
): readonly HTMLElement[] {
  const buttons = all.map(({ name }, index) =>
    h('button', { role: 'tab', type: 'button', id: newId('tab'), onclick: () => show(index) }, name),
  );
  const panels = all.map(({ content }, index) => {
    const panel = h('div', { role: 'tabpanel', id: newId('panel'), 'aria-labelledby': buttons[index]!.id }, content);
    buttons[index]!.setAttribute('aria-controls', panel.id);
    return panel;
  });

  function show(shown: number): void {
    for (const [index, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(index === shown));
      button.tabIndex = index === shown ? 0 : -1;
      panels[index]!.hidden = index !== shown;
    }
    // A panel has its size only once it is in the page.
    queueMicrotask(() => changed(all[shown]!.name));
  }

  const list = h('div', { role: 'tablist', class: 'tabs' }, buttons);
  list.addEventListener('keydown', ({ key }) => {
    const at = buttons.findIndex((button) => button.tabIndex === 0);
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const next = (at + step + all.length) % all.length;
    if (step === 0) return;
    show(next);
    buttons[next]!.focus();
  });
  show(
    Math.max(
      0,
      all.findIndex(({ name }) => name === chosen),
    ),
  );
  return [list, ...panels];
}
