// Runs the examples of a page: each line of its `sh` blocks, in order, and each `js` block, in one folder. A line that ends with
// "# exits N" must exit with N, all others with 0. A `text` block holds lines that the block before it prints, in their order.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Installing and testing are steps of their own. */
const DONE_ELSEWHERE =
  /^(npm ci( && npm test)?|npm test|npm (install|run) .*|cd .*|cp -r node_modules\/.*)$/;

/** Runs the page `text` in `folder`, with `path` before the places of commands; returns how many examples ran and failed. */
export function runPage({ name, text, folder, path, comparesText = true }) {
  let failures = 0;
  let examples = 0;
  /** What the block that was run last has printed. */
  let printed = "";

  function run(command, args, label, expected) {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", PATH: `${path}:${process.env.PATH}` },
    });
    examples++;
    printed += `${stdout}${stderr}`;
    if (status === expected) return console.log(`ok   ${label}`);
    failures++;
    console.log(`FAIL ${label}\nexpected exit ${expected}, got ${status}\n${stdout}\n${stderr}`);
  }

  /** The lines of a `text` block must have been printed, one behind the other; others may stand between them. */
  function compare(body) {
    let from = 0;
    const lines = printed.split("\n").map((line) => line.trimEnd());
    for (const line of body.split("\n").filter((one) => one.trim() !== "")) {
      const found = lines.indexOf(line.trimEnd(), from);
      if (found < 0) {
        failures++;
        return console.log(`FAIL ${name}: was not printed: ${line}\n${printed}`);
      }
      from = found + 1;
    }
    console.log(`ok   ${name}: what is shown was printed`);
  }

  for (const [, language, body] of text.matchAll(/^```(sh|js|text)\n([\s\S]*?)^```/gm)) {
    if (language === "text") {
      if (comparesText) compare(body);
      continue;
    }
    printed = "";
    if (language === "js") {
      writeFileSync(join(folder, "example.mjs"), body);
      run(process.execPath, ["example.mjs"], `${name}: ${body.trim().split("\n")[0]}`, 0);
      continue;
    }
    for (const { command, expected } of commandsOf(body)) {
      const label = `${name}: ${command.split("\n")[0]}`;
      if (!DONE_ELSEWHERE.test(command)) run("bash", ["-c", command], label, expected);
    }
  }
  return { examples, failures };
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
