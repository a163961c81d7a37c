// Runs every example of the README: each line of its `sh` blocks, in order, and each `js` block.
// A line that ends with "# exits N" must exit with N, all others with 0.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const scratch = mkdtempSync(join(root, ".readme-"));
let failures = 0;

/** Installing is what brought us here, and the tests have a step of their own. */
const DONE_ELSEWHERE = /^(npm ci && npm test|npm test|npm ci)$/;

function run(command, args, label, expected) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  const good = status === expected;
  if (!good) failures++;
  console.log(`${good ? "ok  " : "FAIL"} ${label}`);
  if (!good) console.log(`expected exit ${expected}, got ${status}\n${stdout}\n${stderr}`);
}

for (const [, language, body] of readme.matchAll(/^```(sh|js)\n([\s\S]*?)^```/gm)) {
  if (language === "js") {
    const file = join(scratch, "example.mjs");
    writeFileSync(file, body);
    run(process.execPath, [file], body.trim().split("\n")[0], 0);
    continue;
  }
  for (const line of body.replace(/\\\n/g, " ").split("\n")) {
    const expected = Number(/# exits (\d+)\s*$/.exec(line)?.[1] ?? 0);
    const command = line
      .replace(/\s+#.*$/, "")
      .replace(/^npm ci && /, "")
      .trim();
    if (command === "" || command.startsWith("#") || DONE_ELSEWHERE.test(command)) continue;
    run("bash", ["-c", command], command, expected);
  }
}
rmSync(scratch, { recursive: true, force: true });
console.log(failures === 0 ? "all README examples ran" : `${failures} README example(s) failed`);
process.exit(failures === 0 ? 0 : 1);
