import type { BarChart } from "../../types.ts";
import { button, element } from "../dom.ts";
import { csvButton } from "../download.ts";
import { listenToKeys } from "./keys.ts";
import { blamed, search } from "./model.ts";
import { listenToPointer } from "./pointer.ts";
import { type View, viewOf } from "./view.ts";
import { pieceWords, planRows } from "./words.ts";

const HELP =
  "Drag to move, Ctrl and the wheel to zoom. Keys: arrows go from bar to bar, + and - zoom, 0 shows all, Escape lets go.";

let charts = 0;

/** Draws a chart of bars into a figure, with its tools. */
export function mountBars(figure: HTMLElement, chart: BarChart): void {
  const view = viewOf(chart);
  const id = `bars-${charts++}`;
  const detail = element("p", { class: "detail", "aria-live": "polite" });
  const help = element("p", { class: "help", id: `${id}-help` }, HELP);
  const select = (bar: number | undefined) => {
    view.select(bar);
    const words = bar === undefined ? [] : pieceWords(chart, view.bars().piece[bar]);
    detail.textContent = words.join(" - ");
  };
  view.box.setAttribute("role", "application");
  view.box.setAttribute("aria-label", chart.label);
  view.box.setAttribute("aria-describedby", help.id);
  const tools = element("div", { class: "tools", role: "group", "aria-label": "View" });
  tools.append(...searchTools(view, select), ...choices(view, detail));
  tools.append(
    button("+", "Zoom in", () => view.zoom(1.5)),
    button("-", "Zoom out", () => view.zoom(1 / 1.5)),
    button("All", "Show all", () => view.fit()),
    csvButton(chart.file, () => planRows(chart)),
  );
  figure.append(tools, view.box, detail, help);
  listenToPointer(view, select);
  listenToKeys(view, select);
}

/** A field that marks what has a text in its name; Enter goes from one to the next. */
function searchTools(view: View, select: (bar: number | undefined) => void): HTMLElement[] {
  const field = element("input", { type: "search", placeholder: "task or resource" });
  const told = element("output", { "aria-live": "polite" });
  let found: number[] = [];
  let next = 0;
  field.addEventListener("input", () => {
    const matches = search(view.chart, field.value);
    view.find(matches);
    found = [];
    next = 0;
    matches?.forEach((is, piece) => {
      if (is === 1) found.push(piece);
    });
    const all = view.chart.stem.length.toLocaleString("en-US");
    told.textContent =
      matches === undefined ? "" : `${found.length.toLocaleString("en-US")} of ${all}`;
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || found.length === 0) return;
    event.preventDefault();
    select(view.bars().ofPiece[found[next]]);
    next = (next + 1) % found.length;
  });
  return [element("label", {}, "Find", field), told];
}

/** What there is to choose: the measure of a placement, what a bound rests on, the critical path. */
function choices(view: View, detail: HTMLElement): HTMLElement[] {
  const { chart } = view;
  const made: HTMLElement[] = [];
  if (chart.axis === "share" && chart.measures.length > 1) {
    const names = chart.measures.map(({ name }) => name);
    made.push(choice("By", names, (number) => view.measure(number)));
  }
  if (chart.blames.length > 0) {
    const names = ["every task", ...chart.blames.map(({ label }) => label)];
    made.push(
      choice("Show", names, (number) => {
        view.tint(blamed(chart, number - 1));
        detail.textContent = chart.blames[number - 1]?.text ?? "";
      }),
    );
  }
  if (chart.path.length > 1) {
    const box = element("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      view.path(box.checked);
      detail.textContent = box.checked
        ? `${chart.path.length} pieces follow each other without a pause up to the last end.`
        : "";
    });
    made.push(element("label", {}, box, "critical path"));
  }
  return made;
}

function choice(label: string, names: readonly string[], choose: (number: number) => void) {
  const options = names.map((name, i) => element("option", { value: String(i) }, name));
  const list = element("select", { "aria-label": label }, ...options);
  list.addEventListener("change", () => choose(list.selectedIndex));
  return element("label", {}, label, list);
}
