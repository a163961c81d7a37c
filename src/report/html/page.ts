import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { ownVersion } from "../../util/own-version.ts";
import { htmlText, scriptJson } from "./escape.ts";
import { STYLE } from "./style.ts";
import { tableHtml } from "./table.ts";
import type { ReportChart, ReportPage, ReportPart } from "./types.ts";

/**
 * A report as one HTML file in pieces, complete in itself: it loads nothing, and a policy lets no script run but the one it
 * brings. Tables and words are there without any script; charts are drawn from data that stand beside them.
 */
export function* pageHtml(page: ReportPage): Generator<string> {
  const script = clientScript();
  const { about, title, verdict, tone, badge, facts, sections } = page;
  const charts: ReportChart[] = [];
  yield `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n`;
  yield `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(STYLE)}'; img-src data: blob:; base-uri 'none'; form-action 'none'">\n`;
  yield `<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n`;
  yield `<title>${htmlText(title)}: ${htmlText(badge)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n`;
  yield `<header>\n<p class="eyebrow">Berth, report of ${htmlText(about)}</p>\n<h1>${htmlText(title)}</h1>\n<p class="badge ${tone}">${htmlText(badge)}</p>\n<p class="verdict">${htmlText(verdict)}</p>\n`;
  const entries = facts.map(
    ([name, value]) => `<div><dt>${htmlText(name)}</dt><dd>${htmlText(value)}</dd></div>`,
  );
  yield `<dl class="facts">${entries.join("")}</dl>\n</header>\n<main>\n`;
  for (const { id, title: heading, parts } of sections) {
    yield `<section id="${htmlText(id)}" aria-labelledby="${htmlText(id)}-title">\n<h2 id="${htmlText(id)}-title">${htmlText(heading)}</h2>\n`;
    for (const part of parts) yield partHtml(part, charts);
    yield "</section>\n";
  }
  yield `</main>\n<footer><p>Written by Berth ${htmlText(ownVersion())}. One file; nothing is loaded and nothing is sent.</p></footer>\n`;
  yield `<script type="application/json" id="data">${scriptJson(charts)}</script>\n<script>${script}</script>\n</body>\n</html>\n`;
}

function partHtml(part: ReportPart, charts: ReportChart[]): string {
  if (part.kind === "text") return `<p>${htmlText(part.text)}</p>\n`;
  if (part.kind === "table") return tableHtml(part);
  const number = charts.push(part.chart) - 1;
  return `<figure class="chart" data-chart="${number}"><figcaption>${htmlText(part.chart.label)}</figcaption><noscript><p>This chart needs its script, which is part of this file.</p></noscript></figure>\n`;
}

/** What the build made for the page. */
function clientScript(): string {
  const path = createRequire(import.meta.url).resolve("#report-client");
  return readFileSync(path, "utf8").trim();
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
