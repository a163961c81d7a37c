import { HUES } from "../hues.ts";

const LIGHT =
  "--back:#f5f6f8;--panel:#ffffff;--ink:#1b2430;--muted:#55606e;--line:#d9dee5;--lane:#eef1f4;--closed:#c9d0d9;--accent:#1f5fbf;--good:#1d7a46;--warn:#9a5b00;--bad:#b3261e;--mark:#c2261e;--found:#d1007a;--curve0:#1f5fbf;--curve1:#b3471d;--curve2:#1d7a46;--curve3:#7a3fa0;--curve4:#8a6d00;--curve5:#0e7c86;--curve6:#a1345f;--curve7:#55606e;--heat:31,95,191";
const DARK =
  "--back:#11151a;--panel:#191f26;--ink:#e8ecf1;--muted:#a9b3bf;--line:#323c47;--lane:#242c35;--closed:#46515d;--accent:#8ab8ff;--good:#6fd39b;--warn:#f0b660;--bad:#ff9a92;--mark:#ff8a80;--found:#ff7ac6;--curve0:#8ab8ff;--curve1:#ffab7a;--curve2:#6fd39b;--curve3:#d3a4f2;--curve4:#e6cf6a;--curve5:#6fd6df;--curve6:#ff9cc0;--curve7:#a9b3bf;--heat:138,184,255";

const PAGE = `
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,main,footer{max-width:1240px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
h1{font-size:26px;line-height:1.2;margin:0 0 6px;overflow-wrap:anywhere}
h2{font-size:17px;margin:0 0 10px}
p{margin:0 0 10px;overflow-wrap:anywhere}
section{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:18px 0}
footer{color:var(--muted);font-size:13px;padding-bottom:28px}
.badge{display:inline-block;margin:0 0 10px;padding:2px 12px;border-radius:99px;font-weight:600;font-size:13px;border:1px solid currentColor}
.badge.proven{color:var(--good)}.badge.open{color:var(--warn)}.badge.none{color:var(--bad)}
.eyebrow{color:var(--muted);font-size:13px;letter-spacing:.02em;margin:0}
.verdict{font-size:17px;max-width:75ch}
.facts{display:flex;flex-wrap:wrap;gap:6px 26px;margin:0;font-size:13px}
.facts div{display:flex;gap:6px}.facts dt{color:var(--muted)}.facts dd{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:0 0 10px}
.scroll:focus-visible,.viewport:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;font-size:14px;min-width:min(100%,420px)}
caption{text-align:left;color:var(--muted);padding-bottom:4px;font-size:13px}
th,td{text-align:left;padding:5px 18px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400;white-space:nowrap}
.long{white-space:normal;min-width:280px;max-width:60ch;overflow-wrap:anywhere}
thead th{color:var(--muted);font-size:13px}
tbody th{font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums}
details{margin:0 0 10px}summary{cursor:pointer;color:var(--muted);font-size:13px;padding:4px 0}
details .scroll{max-height:60vh;overflow-y:auto}
.proof{width:84px;height:9px;display:inline-block;margin-right:8px;vertical-align:middle;border-radius:3px}
.proof .open{fill:var(--line)}.proof .bounded{fill:var(--accent);opacity:.45}.proof .certified{fill:var(--accent)}
.proof.stretch{width:140px}
.chart{margin:0 0 14px}
figcaption{font-size:13px;color:var(--muted);margin-bottom:6px}
.tools{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:0 0 8px;font-size:13px}
.tools label{display:inline-flex;gap:6px;align-items:center}
button,input,select{font:inherit;font-size:13px;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:4px 10px;min-height:30px}
button{cursor:pointer}.save{border-color:transparent;background:none;color:var(--muted);padding:4px 0;text-decoration:underline;text-underline-offset:2px}.save:hover{color:var(--accent);border-color:transparent}button:hover{border-color:var(--accent)}
input[type=search]{width:200px;max-width:60vw}
select{max-width:min(100%,420px)}
input[type=checkbox]{min-height:0;accent-color:var(--accent)}
.viewport{position:relative;border:1px solid var(--line);border-radius:6px;overflow-x:hidden;overflow-y:auto;max-height:72vh;background:var(--panel);touch-action:pan-y;cursor:grab}
.viewport.dragging{cursor:grabbing;user-select:none}
.surface{position:sticky;top:0;display:block}
.detail{min-height:1.5em;margin:8px 0 0;font-size:13px}
#run .chart{margin-bottom:4px}
@media(min-width:1000px){#run{display:grid;grid-template-columns:1fr 1fr;column-gap:28px}#run h2{grid-column:1/-1}#run .chart{min-width:0}#run .chart:only-of-type{grid-column:1/-1}}
.help{font-size:12px;color:var(--muted);margin:4px 0 0}
.tip{position:fixed;z-index:3;max-width:min(340px,90vw);background:var(--ink);color:var(--panel);font-size:12px;line-height:1.4;padding:6px 9px;border-radius:6px;pointer-events:none;white-space:pre-line;overflow-wrap:anywhere}
[hidden]{display:none!important}
.surface text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:var(--ink)}
.surface .muted{fill:var(--muted)}.surface .lane{fill:var(--lane)}.surface .closed{fill:var(--closed)}.surface .panel{fill:var(--panel)}
.surface .grid{stroke:var(--line)}.surface .mark{stroke:var(--mark);stroke-width:2;stroke-dasharray:5 3}.surface text.mark{fill:var(--mark);stroke:none}
.surface .path{stroke:var(--ink);stroke-width:2;fill:none}.surface .selected{stroke:var(--ink);stroke-width:3;fill:none}.surface .found{stroke:var(--found);stroke-width:2;fill:none}
.surface .pale{opacity:.22}
.uplot,.uplot *{font-family:inherit}
.uplot .u-legend{font-size:13px;text-align:left}
.uplot .u-legend th,.uplot .u-legend td{border:0;padding:2px 6px 2px 0}
.heat{display:block}
@media(max-width:600px){header,main,footer{padding-left:12px;padding-right:12px}section{padding:14px 12px}.verdict{font-size:16px}.facts{gap:2px 16px}}
`;

const PRINT = `
@media print{
body{background:#fff;font-size:11pt}section{border:0;padding:0;margin:14px 0;break-inside:auto}
.tools,.help,.tip,.detail{display:none}
.viewport{max-height:none;overflow:visible;border:0}
.chart{break-inside:avoid-page}tr,figcaption,h2{break-inside:avoid;break-after:auto}h2{break-after:avoid}
.scroll{overflow:visible}details:not([open]){display:none}
.surface,.bar,.proof{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}`;

/** The look of every report: light or dark as the reader has it, light on paper. */
export const STYLE = [
  `:root{color-scheme:light dark;${LIGHT}}`,
  `@media(prefers-color-scheme:dark){:root{${DARK}}}`,
  `:root.printing{color-scheme:light;${LIGHT}}`,
  `@media print{:root{color-scheme:light;${LIGHT}}}`,
  PAGE,
  ...HUES.map(
    ({ fill, ink }, k) => `.surface .bar${k}{fill:${fill}}.surface .ink${k}{fill:${ink}}`,
  ),
  PRINT,
]
  .join("\n")
  .replace(/\n+/g, "\n");
