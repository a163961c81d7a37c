// Runs every example of the README and of the pages in docs/: each line of their `sh` blocks, in order, and each `js`
// block, in a folder of its own for each page, where `instances` is the project's. A line that ends with "# exits N"
// must exit with N, all others with 0. A `text` block holds lines that the `sh` block before it prints, in their order.
import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => join("docs", name)),
];
/** Pages say `berth`, as it is called where it is installed. */
const bin = mkdtempSync(join(root, ".examples-bin-"));
symlinkSync(join(root, "dist", "cli.js"), join(bin, "berth"));
let failures = 0;
let examples = 0;
/** What the block that was run last has printed. */
let printed = "";

/** Installing and testing are steps of their own (`packed.mjs` does what a stranger would). */
const DONE_ELSEWHERE = /^(npm ci( && npm test)?|npm test|npm (install|run) .*|cd .*)$/;

/** Pages that a script writes: `npm run reference -- --check` compares them. */
const GENERATED = new Set([join("docs", "reference.md")]);

function run(cwd, command, args, label, expected) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", PATH: `${bin}:${process.env.PATH}` },
  });
  examples++;
  printed += `${stdout}${stderr}`;
  if (status === expected) return console.log(`ok   ${label}`);
  failures++;
  console.log(`FAIL ${label}\nexpected exit ${expected}, got ${status}\n${stdout}\n${stderr}`);
}

/** The lines of a `text` block must have been printed, one behind the other; others may stand between them. */
function compare(body, label) {
  let from = 0;
  const lines = printed.split("\n").map((line) => line.trimEnd());
  for (const line of body.split("\n").filter((one) => one.trim() !== "")) {
    const found = lines.indexOf(line.trimEnd(), from);
    if (found < 0) {
      failures++;
      return console.log(`FAIL ${label}: was not printed: ${line}\n${printed}`);
    }
    from = found + 1;
  }
  console.log(`ok   ${label}: what is shown was printed`);
}

/** The commands of a block; a here-document belongs to the line that begins it. */
function commandsOf(body) {
  const lines = body.replace(/\\\n/g, " ").matchAll(/^.*<<'END'\n[\s\S]*?^END$|^.*$/gm);
  return [...lines].flatMap(([text]) => {
    const expected = Number(/# exits (\d+)\s*$/.exec(text)?.[1] ?? 0);
    const isLong = text.includes("\n");
    const command = (isLong ? text : text.replace(/(^|\s+)#.*$/, "")).replace(/^npm ci && /, "");
    return command.trim() === "" ? [] : [{ command: command.trim(), expected }];
  });
}

for (const page of pages) {
  const folder = mkdtempSync(join(root, ".examples-"));
  symlinkSync(join(root, "instances"), join(folder, "instances"));
  const text = readFileSync(join(root, page), "utf8");
  try {
    for (const [, language, body] of text.matchAll(/^```(sh|js|text)\n([\s\S]*?)^```/gm)) {
      if (language === "text") {
        if (!GENERATED.has(page)) compare(body, page);
        continue;
      }
      printed = "";
      if (language === "js") {
        writeFileSync(join(folder, "example.mjs"), body);
        run(folder, process.execPath, ["example.mjs"], `${page}: ${body.trim().split("\n")[0]}`, 0);
        continue;
      }
      for (const { command, expected } of commandsOf(body)) {
        const label = `${page}: ${command.split("\n")[0]}`;
        if (!DONE_ELSEWHERE.test(command)) run(folder, "bash", ["-c", command], label, expected);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
rmSync(bin, { recursive: true, force: true });
console.log(`${examples} examples, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
