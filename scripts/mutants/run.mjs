// Changes one line of the sources at a time, in copies of the tree, and runs the tests that should notice, with all their random cases. `npm run mutants --
// TEXT...` takes only the mutants whose file or change holds one of the texts. Exit code 1 if one survives, or if a line that
// should be changed is not there any more.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { mutantsOf, testsOf } from "./registry.mjs";

/** A mutant whose tests do not end within this many milliseconds is noticed. */
const PATIENCE = 600_000;
const OVERDUE = -1;
/** What a copy of the tree needs. */
const TREE = ["src", "models", "test", "bench", "scripts", "instances", "docs", "package.json"];
const FILES = ["tsconfig.json", "vitest.config.ts", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"];

const texts = process.argv.slice(2);
const mutants = mutantsOf(texts);
const folder = mkdtempSync(join(tmpdir(), "berth-mutants-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

const lanes = Array.from({ length: Math.min(2, availableParallelism(), mutants.length) }, copied);
const red = lanes.length === 0 ? [] : await redOf(lanes[0]);
const survivors = [];
const left = [...mutants];
if (red.length > 0) tell(`These fail without any change: ${red.join(", ")}`);
else await Promise.all(lanes.map((lane) => work(lane)));
const { length } = survivors;
tell(`${mutants.length} mutants, ${length} survived.`);
for (const { file, from, to } of survivors) tell(`  ${file}: ${from}  ->  ${to}`);
process.exitCode = length > 0 || red.length > 0 || mutants.length === 0 ? 1 : 0;

function copied(_, lane) {
  const to = join(folder, String(lane));
  for (const name of [...TREE, ...FILES]) cpSync(name, join(to, name), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(to, "node_modules"));
  return to;
}

/** The tests that fail as the tree is: where one does, nothing can be told of mutants. */
async function redOf(lane) {
  const red = [];
  for (const words of testsOf(mutants)) {
    if ((await run(lane, words)) !== 0) red.push(words.join(" "));
  }
  return red;
}

async function work(lane) {
  for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
    const path = join(lane, mutant.file);
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text.replace(mutant.from, () => mutant.to),
    );
    let code = 0;
    for (const words of mutant.tests) if (code === 0) code = await run(lane, words);
    writeFileSync(path, text);
    if (code === 0) survivors.push(mutant);
    const fate = code === 0 ? "SURVIVED" : code === OVERDUE ? "endless " : "noticed ";
    tell(`${fate} ${mutant.file}: ${mutant.from}  ->  ${mutant.to}`);
  }
}

/** The exit code of a build and of these tests; OVERDUE if they take too long. */
async function run(lane, words) {
  const built = await ended(lane, ["node", "scripts/build.mjs"]);
  return built === 0
    ? await ended(lane, ["npx", "vitest", "run", "--bail", "1", "--maxWorkers", "1", ...words])
    : built;
}

function ended(cwd, [command, ...words]) {
  return new Promise((resolve) => {
    const env = { ...process.env, TEST_CASES: process.env.TEST_CASES ?? "1" };
    const child = spawn(command, words, { cwd, env, stdio: "ignore", timeout: PATIENCE });
    child.on("close", (code) => resolve(code ?? OVERDUE));
  });
}

function tell(line) {
  process.stdout.write(`${line.replaceAll(/\s*\n\s*/g, " ")}\n`);
}
