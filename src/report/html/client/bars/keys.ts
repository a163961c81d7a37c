import type { View } from "./view.ts";

/** Pixels of a step. */
const STEP = 80;

/** Arrows go from bar to bar, plus and minus zoom, 0 shows all, Escape lets go. */
export function listenToKeys(view: View, select: (bar: number | undefined) => void): void {
  const actions: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    "+": () => view.zoom(1.5),
    "=": () => view.zoom(1.5),
    "-": () => view.zoom(1 / 1.5),
    "0": () => view.fit(),
    ArrowLeft: ({ shiftKey }) => (shiftKey ? view.pan(-STEP) : select(beside(view, -1))),
    ArrowRight: ({ shiftKey }) => (shiftKey ? view.pan(STEP) : select(beside(view, 1))),
    ArrowUp: () => select(inRow(view, -1)),
    ArrowDown: () => select(inRow(view, 1)),
    Home: () => select(rowOf(view)[0]),
    End: () => select(rowOf(view).at(-1)),
    Escape: () => select(undefined),
  };
  view.box.addEventListener("keydown", (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action(event);
  });
}

function firstBar(view: View): number | undefined {
  return view.bars().byRow.find((list) => list.length > 0)?.[0];
}

function rowNumber(view: View): number {
  const bar = view.selected() ?? firstBar(view);
  return bar === undefined ? 0 : view.chart.row[view.bars().piece[bar]];
}

function rowOf(view: View): readonly number[] {
  return view.bars().byRow[rowNumber(view)] ?? [];
}

/** The next bar in the row of the selected one; with none the first of all. */
function beside(view: View, by: number): number | undefined {
  const bar = view.selected();
  if (bar === undefined) return firstBar(view);
  const list = rowOf(view);
  return list[Math.max(0, Math.min(list.length - 1, list.indexOf(bar) + by))];
}

/** The bar of the next row with any that begins nearest to the selected one. */
function inRow(view: View, by: number): number | undefined {
  const bar = view.selected();
  if (bar === undefined) return firstBar(view);
  const { byRow, from } = view.bars();
  for (let row = rowNumber(view) + by; row >= 0 && row < byRow.length; row += by) {
    const list = byRow[row];
    if (list.length === 0) continue;
    return list.reduce((best, one) =>
      Math.abs(from[one] - from[bar]) < Math.abs(from[best] - from[bar]) ? one : best,
    );
  }
  return bar;
}
