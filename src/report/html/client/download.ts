import { button } from "./dom.ts";

/** A cell of CSV; what a spreadsheet would take for a formula becomes a text. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows of cells as CSV text. */
export function csvText(rows: Iterable<readonly (string | number | null)[]>): string {
  let text = "";
  for (const row of rows) text += `${row.map(cell).join(",")}\n`;
  return text;
}

/** A button that saves rows as a CSV file; they are made when it is pressed. */
export function csvButton(
  file: string,
  rows: () => Iterable<readonly (string | number | null)[]>,
): HTMLButtonElement {
  const made = button("Save as CSV", `Save as CSV: ${file}`, () => {
    const url = URL.createObjectURL(new Blob([csvText(rows())], { type: "text/csv" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  made.classList.add("save");
  return made;
}
