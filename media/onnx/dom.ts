// Builds elements: `h('td', { class: 'number' }, '42')`. Text is always text, never HTML.

export type Child = Node | string | number | null | undefined | false | readonly Child[];

/** Attributes by name; `true` sets an empty one, `false` and undefined leave it out; functions listen to `on…`. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/** An element of the page, of the type its tag has. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/** Adds children; nothing is added for null, undefined and false. */
export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (typeof child === 'string' || typeof child === 'number') parent.appendChild(new Text(String(child)));
    else if (child instanceof Node) parent.appendChild(child);
    else append(parent, child);
  }
}

/** Gives `element` these children and no others. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  append(element, children);
}

/**
 * A part that can be folded. A list of options reads the words of its options when it gets them, and there are none in
 * what is folded: once unfolded it gets them again.
 */
export function folded(attributes: Attributes, summary: Child, ...children: readonly Child[]): HTMLDetailsElement {
  const details = h('details', attributes, h('summary', {}, summary), ...children);
  const readAgain = () => {
    for (const select of details.querySelectorAll('vscode-single-select')) select.append(...select.children);
  };
  details.addEventListener('toggle', readAgain, { once: true });
  return details;
}

let lastId = 0;

/** An id that no other element has, for labels and descriptions. */
export function newId(what: string): string {
  lastId += 1;
  return `${what}-${lastId}`;
}
