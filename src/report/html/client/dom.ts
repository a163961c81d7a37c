/** An element with attributes and what stands in it; texts stay texts. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...inner: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inner);
  return made;
}

/** A button with a text that says what it does. */
export function button(text: string, label: string, press: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", "aria-label": label, title: label }, text);
  made.addEventListener("click", press);
  return made;
}

/** Calls `draw` whenever the width of an element changes, and the first time when it has one. */
export function onWidth(box: Element, draw: () => void): void {
  let width = 0;
  new ResizeObserver(() => {
    const now = box.clientWidth;
    if (now === width || now === 0) return;
    width = now;
    draw();
  }).observe(box);
}
