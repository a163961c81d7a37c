import { join } from "node:path";
import { generate } from "../src/instance/generate/registry.ts";
import { objectivesFromText } from "../src/instance/objective-text.ts";
import { readPlan, writePlan } from "../src/io/plan-file.ts";
import { readInstance } from "../src/io/read-instance.ts";
import { writeDocument } from "../src/io/write-document.ts";
import { verify } from "../src/plan/verify.ts";
import { plan } from "../src/planner/plan.ts";

/** One fleet in this process: prints what `FleetRow` says of it as JSON. */
const { folder, objective, timeLimit, ...options } = JSON.parse(process.argv[2]) as {
  readonly folder: string;
  readonly objective: string;
  readonly timeLimit: number;
  readonly tasks: number;
  readonly resources: number;
  readonly kinds: number;
  readonly seed: number;
};

const files = { instance: join(folder, "instance.json"), plan: join(folder, "plan.json") };
await writeDocument(generate("fleet", options), files.instance);
let last = performance.now();
const lap = () => {
  const now = performance.now();
  const seconds = Math.round(now - last) / 1000;
  last = now;
  return seconds;
};
const instance = await readInstance(files.instance);
const parse = lap();
const objectives = objectivesFromText(instance, objective);
const outcome = await plan(instance, { objectives, timeLimit });
const planned = lap();
if (outcome.plan !== undefined) await writePlan(files.plan, outcome.plan, outcome);
const write = lap();
if (outcome.plan !== undefined) {
  const read = await readPlan(files.plan, instance);
  if (!verify(instance, read.plan).ok) throw new Error("The plan file does not verify.");
}
const verified = lap();
const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
const { gap } = outcome.levels[0];
process.stdout.write(
  JSON.stringify({
    parse,
    plan: planned,
    write,
    verify: verified,
    peakMiB,
    ...(gap !== undefined && { gap }),
  }),
);
