import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { foundation } from "./foundation.ts";
import { growthPlot } from "./growth/plot.ts";
import { runLearn } from "./learn/run.ts";
import { learnTables } from "./learn/table.ts";
import { Ledger, type Programs } from "./ledger.ts";
import { allTables, writePages } from "./pages.ts";
import { installNative } from "./peers/native/install.ts";
import type { Form } from "./rows.ts";
import { runSet } from "./run-set.ts";
import { SETS } from "./sets/registry.ts";
import { SHARED } from "./source.ts";
import { digestOf, readResults, resultsPath, storedRows } from "./store.ts";
import { setTable } from "./table.ts";

const FOLDER = join(process.cwd(), "bench", "results");

const KNOWN = ["foundation", ...SETS.map(({ name }) => name), "learn"];
const USAGE = `npm run bench -- [NAME...] [--short | --full] [--fresh] [--only TEXT] [--peers native] [--data FOLDER]
npm run bench -- table [--write]

NAME is one of ${KNOWN.join(", ")}; see docs/measuring.md.
--peers native makes an environment of Python with HiGHS and OR-Tools, and lets them run beside their WebAssembly builds.
--data says where published files lie; default: ../shared.`;

const { flags, positionals } = readArguments();
const print = (text: string) => process.stdout.write(`${text}\n`);

if (flags.help === true) print(USAGE);
else if (positionals[0] === "table") showTables();
else await runBenches();

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        short: { type: "boolean" },
        full: { type: "boolean" },
        fresh: { type: "boolean" },
        only: { type: "string" },
        peers: { type: "string" },
        data: { type: "string" },
        write: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    const isName = (name: string, i: number) =>
      KNOWN.includes(name) || (i === 0 && name === "table");
    const unknown = positionals.find((name, i) => !isName(name, i));
    if (unknown !== undefined) throw new Error(`No benchmark "${unknown}".`);
    if (values.peers !== undefined && values.peers !== "native") {
      throw new Error(`--peers: expected native, got "${values.peers}".`);
    }
    if (values.full === true && values.short === true) throw new Error("Choose --short or --full.");
    return { flags: values, positionals };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

function showTables(): void {
  if (flags.write === true) writePages(process.cwd(), FOLDER);
  print(allTables(FOLDER));
}

async function runBenches(): Promise<void> {
  const form: Form = flags.full === true ? "full" : "short";
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const hasNative = flags.peers === "native";
  if (hasNative) installNative(log);
  // Every process of a measurement reads it.
  if (flags.data !== undefined) process.env[SHARED] = flags.data;
  const asked = positionals.length === 0 ? KNOWN : positionals;
  const sets = SETS.filter(({ name }) => asked.includes(name));
  const ledger = new Ledger(
    programs(),
    flags.fresh === true
      ? []
      : storedRows(
          FOLDER,
          SETS.map(({ name }) => name),
        ),
  );
  if (asked.includes("foundation")) await runFoundation();
  for (const set of sets) {
    await runSet(set, {
      form,
      folder: FOLDER,
      ledger,
      ...(flags.only === undefined ? {} : { only: flags.only }),
      hasNative,
      log,
    });
    const results = readResults(resultsPath(FOLDER, set.name, form));
    if (results === undefined) continue;
    if (set.name === "growth") writeFileSync(plotPath(form), growthPlot(results.rows));
    print(`${setTable(results)}\n`);
  }
  if (asked.includes("learn")) {
    const results = await runLearn(FOLDER, form, programs().berth, log);
    print(`${learnTables(results)}\n`);
  }
}

/**
 * What peers answer depends on how instances are made and read, on the programs that they are given, on their packages and on how
 * plans are verified, not on how Berth plans.
 */
function programs(): Programs {
  const packages = ["highs", "glpk.js", "javascript-lp-solver", "or-tools-wasm"].map((name) =>
    join("node_modules", name, "package.json"),
  );
  const measuring = ["child", "measure", "run-berth", "source"].map((name) =>
    join("bench", `${name}.ts`),
  );
  const script = join("bench", "peers", "native", "solve.py");
  const digest = (...folders: readonly string[]) =>
    digestOf(
      [...folders, "models", join("bench", "peers")],
      [...measuring, ...packages, script],
      `${process.version}, ${cpus().length} cores`,
    );
  const given = ["instance", "io", "plan", "program", "solvers", "util"];
  return { berth: digest("src"), peers: digest(...given.map((room) => join("src", room))) };
}

function plotPath(form: Form): string {
  return form === "full" ? join("docs", "growth.svg") : join(FOLDER, "growth.short.svg");
}

async function runFoundation(): Promise<void> {
  const results = await foundation();
  const document = { bench: "foundation", node: process.version, cores: cpus().length, results };
  const text = JSON.stringify(document, null, 2);
  writeFileSync(join(FOLDER, "foundation.json"), `${text}\n`);
  print(text);
}
