import { element } from "./dom.ts";
import { csvButton } from "./download.ts";

/** Gives every table of the page its download. */
export function mountTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table[data-file]")) {
    const save = csvButton(table.dataset.file ?? "table.csv", () => rowsOf(table));
    const tools = element("div", { class: "tools" }, save);
    table.parentElement?.after(tools);
  }
}

function rowsOf(table: HTMLTableElement): string[][] {
  return Array.from(table.rows, (row) =>
    Array.from(row.cells, (one) => one.dataset.raw ?? one.textContent ?? ""),
  );
}
