import { htmlText } from "./escape.ts";
import type { ReportCell, ReportTable } from "./types.ts";

/** A table with its caption; it scrolls by itself where it is wider than the page, also by keys. */
export function tableHtml({ caption, head, rows, file, isFolded }: ReportTable): string {
  const label = htmlText(caption);
  const columns = head.map((title, c) => {
    const isNumber = rows.some((row) => typeof row[c] === "object" && row[c].isNumber === true);
    return `<th scope="col"${isNumber ? ' class="number"' : ""}>${htmlText(title)}</th>`;
  });
  const lines = rows.map((row) => `<tr>${row.map(cellHtml).join("")}</tr>`);
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table data-file="${htmlText(file)}">${isFolded ? "" : `<caption>${label}</caption>`}<thead><tr>${columns.join("")}</tr></thead><tbody>\n${lines.join("\n")}\n</tbody></table></div>\n`;
  return isFolded === true
    ? `<details><summary>${label} (${rows.length})</summary>${table}</details>\n`
    : table;
}

/** Letters from which on a text is broken into lines. */
const LONG = 44;

function cellHtml(cell: ReportCell, column: number): string {
  const whole: Exclude<ReportCell, string> = typeof cell === "string" ? { text: cell } : cell;
  const { text, raw, isNumber, proof, stretch } = whole;
  const kinds = [isNumber === true ? "number" : "", text.length > LONG ? "long" : ""];
  const kind = kinds.filter((one) => one !== "").join(" ");
  const attributes = [
    ...(kind === "" ? [] : [`class="${kind}"`]),
    ...(raw === undefined ? [] : [`data-raw="${htmlText(String(raw))}"`]),
  ].join(" ");
  const drawn = `${proof === undefined ? "" : proofSvg(proof)}${stretch === undefined ? "" : stretchSvg(stretch)}`;
  const inner = `${drawn}${htmlText(text)}`;
  const name = column === 0 ? "th" : "td";
  const scope = column === 0 ? ' scope="row"' : "";
  return `<${name}${scope}${attributes === "" ? "" : ` ${attributes}`}>${inner}</${name}>`;
}

/** A bar: full as far as the bound is certified, hatched as far as it is claimed, open beyond. */
function proofSvg({
  certified,
  bounded,
}: {
  readonly certified: number;
  readonly bounded: number;
}): string {
  return `<svg class="proof" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="open" width="100" height="8"/><rect class="bounded" width="${part(bounded)}" height="8"/><rect class="certified" width="${part(certified)}" height="8"/></svg>`;
}

/** A stretch of a scale; one that is a point stays to be seen. */
function stretchSvg({ from, until }: { readonly from: number; readonly until: number }): string {
  const width = Math.max(2, part(until) - part(from));
  const left = Math.min(part(from), 100 - width);
  return `<svg class="proof stretch" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="open" y="3" width="100" height="2"/><rect class="certified" x="${left}" width="${width}" height="8"/></svg>`;
}

/** A share of the width, in percent. */
function part(share: number): number {
  return Math.round(Math.max(0, Math.min(1, share)) * 1000) / 10;
}
