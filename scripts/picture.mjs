// Draws the picture of the README, docs/night.svg, from a shipped instance.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { plan, planSvg, readInstance, verdict } from "../dist/index.js";

const root = resolve(import.meta.dirname, "..");
const outcome = await plan(await readInstance(join(root, "instances", "tonight.yaml")));
const [{ value, bound }] = outcome.levels;
if (outcome.plan === undefined || value !== bound?.value) throw new Error(verdict(outcome));
writeFileSync(
  join(root, "docs", "night.svg"),
  planSvg(outcome.plan, {
    caption: "tonight: 15 tasks on two GPU hosts, proven optimal",
    bound: { time: bound.value, label: "bound: no plan ends earlier" },
  }),
);
