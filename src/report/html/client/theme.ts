import { HUES } from "../../hues.ts";

/** Colours by the names that style sheets and drawings use. */
export type Palette = Readonly<Record<string, string>>;

const NAMES = [
  "panel",
  "ink",
  "muted",
  "line",
  "lane",
  "closed",
  "accent",
  "mark",
  "found",
  "heat",
];

/** The colours that hold at the moment. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const curves = Array.from({ length: 8 }, (_, i) => `curve${i}`);
  const named = [...NAMES, ...curves].map((name) => [
    name,
    style.getPropertyValue(`--${name}`).trim(),
  ]);
  const bars = HUES.flatMap(({ fill, ink }, k) => [
    [`bar${k}`, fill],
    [`ink${k}`, ink],
  ]);
  return Object.fromEntries([...named, ...bars]);
}

const redraws: (() => void)[] = [];
const prints: ((isPrinting: boolean) => void)[] = [];

/** Calls `draw` when the colours change. */
export function onTheme(draw: () => void): void {
  redraws.push(draw);
}

/** Calls `lay` before the page is printed, with true, and after it, with false; the colours are those of paper then. */
export function onPrint(lay: (isPrinting: boolean) => void): void {
  prints.push(lay);
}

/** Listens for what the reader's system and browser say. */
export function listenForTheme(): void {
  const redraw = () => {
    for (const draw of redraws) draw();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let isPrinting = false;
  const print = (now: boolean) => {
    if (now === isPrinting) return;
    isPrinting = now;
    document.documentElement.classList.toggle("printing", now);
    for (const lay of prints) lay(now);
    redraw();
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  matchMedia("print").addEventListener("change", ({ matches }) => print(matches));
}
