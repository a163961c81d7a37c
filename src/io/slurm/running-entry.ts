import { NODE } from "./places.ts";
import type { RunningPart } from "./running.ts";

/** What the resources of a document have beside CPUs. */
export interface SlurmDimensions {
  readonly memory: boolean;
  readonly gpu: boolean;
  readonly others: readonly string[];
}

/** "runs-1201", of a job on several nodes with the node. */
export function runningId({ job, node }: RunningPart, all: readonly RunningPart[]): string {
  const id = `runs-${job.said}`;
  return all.filter((part) => part.job === job).length === 1 ? id : `${id}:${node.name}`;
}

/** A job that runs, as a task that begins with the plan: its deadline leaves no other time. */
export function runningEntry(
  id: string,
  { node, room, seconds }: RunningPart,
  { memory, gpu, others }: SlurmDimensions,
): object {
  const amounts = Object.fromEntries(
    others.flatMap((name): readonly [string, number][] => {
      const count = room.others.get(name) ?? 0;
      return count === 0 ? [] : [[`gres/${name}`, count]];
    }),
  );
  return {
    id,
    demand: {
      cpu: room.cpus,
      ...(memory && room.memory > 0 && { memory: `${room.memory}Mi` }),
      ...(gpu && room.gpus > 0 && { gpu: room.gpus }),
      ...amounts,
    },
    runtime: `${seconds}s`,
    deadline: `${seconds}s`,
    eligible: { [NODE]: node.name },
  };
}
