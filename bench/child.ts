import { writeSync } from "node:fs";
import { objectivesFromText } from "../src/instance/objective-text.ts";
import { targetsOf } from "../src/instance/targets.ts";
import type { Job, Line } from "./job.ts";
import { PEERS } from "./peers/registry.ts";
import { runPeer } from "./peers/run-peer.ts";
import { runBerth } from "./run-berth.ts";
import { load } from "./source.ts";

/** The process of one measurement: reads a job from its arguments and writes lines of JSON to descriptor 3. */
async function work(job: Job): Promise<void> {
  const { instance, readSeconds } = await load(job.source);
  const objectives =
    job.objective === undefined
      ? instance.objectives
      : objectivesFromText(instance, job.objective).slice(0, 1);
  const [target] = targetsOf(instance, objectives.slice(0, 1));
  const { unit, perUnit, sense } = target;
  tell({ ready: { unit, perUnit, sense }, readSeconds });
  const onProgress = (progress: object) => tell({ progress });
  const answer =
    job.runner === "berth"
      ? await runBerth(instance, {
          ...job,
          objectives: objectives.slice(0, 1),
          onProgress,
          onPlanned: () => tell({ planned: true }),
        })
      : await runPeer(job.runner, instance, target, { ...job, onProgress });
  // Of a native solver this process sees nothing.
  const isNative = job.runner !== "berth" && PEERS[job.runner].isNative === true;
  const memory = isNative ? {} : { memoryMiB: Math.round(process.resourceUsage().maxRSS / 1024) };
  tell({ answer: "absent" in answer ? answer : { ...answer, readSeconds, ...memory } });
}

/** Synchronous, so that nothing is lost when a solver blocks this thread or the process is ended. */
function tell(line: Line): void {
  writeSync(3, `${JSON.stringify(line)}\n`);
}

try {
  await work(JSON.parse(process.argv[2]) as Job);
  process.exit(0);
} catch (error) {
  tell({ fault: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  process.exit(1);
}
