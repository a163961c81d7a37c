import { availableParallelism } from "node:os";
import type { Instance } from "../instance/types.ts";
import { ownVersion } from "../util/own-version.ts";
import { plain } from "../util/plain.ts";
import { counted } from "./counted.ts";

/** A line on a run that takes long: how large the instance is, and with what it is planned. */
export function runHeader(
  { name, taskOfCopy, resourceOfCopy, tasks, resources }: Instance,
  { seed = 1 }: { readonly seed?: number },
): string {
  const sizes = `${counted(taskOfCopy.length, "task")} (${tasks.length} different)`;
  const hosts = `${counted(resourceOfCopy.length, "resource")} (${resources.length} different)`;
  const made = `berth ${ownVersion()}, Node ${process.versions.node}, seed ${seed}`;
  return `${plain(name)}: ${sizes} on ${hosts}; ${made}, up to ${counted(availableParallelism(), "thread")}`;
}
