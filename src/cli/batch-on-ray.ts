import { setTimeout as wait } from "node:timers/promises";
import { type Command, Option } from "commander";
import { type RayPart, rayParts } from "../batch/ray-parts.ts";
import { APPLY_LOSSES, type Applied, applyInOrder } from "../io/apply/in-order.ts";
import { submitJob } from "../io/ray/api/apply.ts";
import { aliveness, askRay } from "../io/ray/api/cluster.ts";
import type { RayRequest } from "../io/ray/api/request.ts";
import { at, readNodes } from "../io/ray/nodes.ts";
import { UsageError } from "../util/errors.ts";
import { plain } from "../util/plain.ts";
import { endWith } from "./command-run.ts";
import { type EmitFlags, NOT_IN_PARTS, planningWords } from "./emit.ts";
import { EXIT } from "./failure.ts";
import { print, tell } from "./print.ts";
import { type RayFlags, requestOf } from "./ray-options.ts";

/** What says that a batch is planned by jobs of Ray. */
export interface OnRayFlags extends EmitFlags, RayFlags {
  readonly on?: "ray";
}

export function withOnRayOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--on <system>",
        "plan nothing here: submit --workers parts as jobs of a Ray cluster",
      ).choices(["ray"]),
    )
    .option("--address <url>", "its dashboard, such as http://127.0.0.1:8265")
    .option("--allow-http", "plain HTTP to another machine too; no token is sent over it");
}

/** Submits the parts that `--on ray` asks for; false if nothing was asked for. Throws UsageError for options that are missing. */
export async function plannedOnRay(
  instances: string,
  output: string,
  flags: OnRayFlags,
): Promise<boolean> {
  const { on, address, workers = 4, threads = 2 } = flags;
  if (on === undefined) {
    if (address !== undefined) throw new UsageError("--address is for --on ray.");
    return false;
  }
  const wrong = [...NOT_IN_PARTS, "emit" as const].find((name) => flags[name] !== undefined);
  if (wrong !== undefined) {
    throw new UsageError(
      `--on ray submits all parts; --${wrong} does not go with it.\nMaybe leave one of them out.`,
    );
  }
  if (address === undefined) {
    throw new UsageError("Which cluster is meant?\nMaybe add --address http://127.0.0.1:8265.");
  }
  const batch = {
    ...{ instances, output, parts: workers, cpu: threads },
    files: [flags.runtimes, flags.policy].filter((file) => file !== undefined),
    flags: [...planningWords(flags), "--threads", String(threads), "-q"],
  };
  const attempts = Array.from({ length: MOST_ATTEMPTS }, (_, k) => rayParts(batch, k + 1));
  const request = requestOf(address, flags);
  const { nodes } = readNodes((await askRay(request)).nodes);
  tell(`Ray at ${new URL(address).origin}: ${nodes.length} nodes are alive.`);
  await submitted(attempts, request);
  tell(`Once all have ended: berth batch ${instances} -o OUT --merge ${output}/part-*`);
  return true;
}

/** Jobs of one part that may fail before it counts as the part's fault. */
const MOST_ATTEMPTS = 5;

async function submitted(
  attempts: readonly (readonly RayPart[])[],
  request: RayRequest,
): Promise<void> {
  const setting = { request, isDryRun: false, isAlive: aliveness(request) };
  const attempt = async (k: number) => {
    let job = attempts[0][k];
    for (const parts of attempts) {
      job = parts[k];
      if (!(await isLost(job, request))) break;
    }
    return await submitJob(job, setting);
  };
  const results: Applied<number>[] = [];
  const changes = attempts[0].keys();
  const sending = { attempt, notYet: () => undefined, wait: (ms: number) => wait(ms) };
  for await (const one of applyInOrder(changes, sending)) {
    results.push(one);
    print(plain(`${one.verdict}: ${attempts[0][one.change].name}: ${one.what}`));
  }
  if (results.some(({ verdict }) => APPLY_LOSSES.includes(verdict))) endWith(EXIT.missing);
}

/** Whether Ray had the job and it came to nothing: what it has planned so far is kept, and the next one goes on. */
async function isLost({ body }: RayPart, request: RayRequest): Promise<boolean> {
  const found = await request({ method: "GET", path: `/api/jobs/${body.submission_id}` });
  return found.status === 200 && ["FAILED", "STOPPED"].includes(String(at(found.body, "status")));
}
