// What CI does on one Node, step by step, to the first that fails.
import { spawnSync } from "node:child_process";

const STEPS = [
  ["npm", "run", "build"],
  ["npm", "run", "lint"],
  ["npm", "run", "typecheck"],
  ["npm", "run", "reference", "--", "--check"],
  ["npm", "run", "picture", "--", "--check"],
  ["npx", "vitest", "run"],
  ["node", ".ci/doc-examples.mjs"],
  ["node", ".ci/packed.mjs"],
];

for (const [command, ...words] of STEPS) {
  const line = [command, ...words].join(" ");
  process.stdout.write(`\n== ${line}\n`);
  const { status } = spawnSync(command, words, { stdio: "inherit" });
  if (status === 0) continue;
  process.stderr.write(`\n${line} failed.\n`);
  process.exit(1);
}
