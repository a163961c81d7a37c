// Draws the picture of the README, docs/night.svg, from a shipped instance. `--check` fails if the page shows another one.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { plan, planSvg, readInstance, verdict } from "../dist/index.js";

/** By work, so that it is the same picture on any machine. */
const WORK = 2000;

const root = resolve(import.meta.dirname, "..");
const path = join(root, "docs", "night.svg");
const instance = await readInstance(join(root, "instances", "tonight.yaml"));
const outcome = await plan(instance, { workLimit: WORK });
const [{ value, bound }] = outcome.levels;
if (outcome.plan === undefined || value !== bound?.value || bound.proof !== "ours") {
  throw new Error(verdict(outcome));
}
const drawn = planSvg(outcome.plan, {
  caption: `${instance.name}: ${instance.taskOfCopy.length} tasks on ${instance.resourceOfCopy.length} hosts, proven optimal`,
  bound: { time: bound.value, label: "bound: no plan ends earlier" },
});

if (process.argv[2] !== "--check") writeFileSync(path, drawn);
else if (readFileSync(path, "utf8") !== drawn) {
  console.error("docs/night.svg is not what is planned today.\nMaybe run: npm run picture");
  process.exit(1);
}
