import { costOf, isEligible, runtimeOf } from "../instance/features.ts";
import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance } from "../instance/types.ts";
import { demandOf, isUsable } from "../instance/usable.ts";
import type { Subject } from "./types.ts";

/** What a task takes on one resource. */
interface FlatPlace {
  /** Absent of a task without runtimes. */
  readonly runtime_ms?: number;
  readonly cost_usd: number;
  /** By dimension, in MiB or in units. */
  readonly demand: Readonly<Record<string, number>>;
}

/** One task copy, under the name that plans have for it. */
interface FlatTask {
  readonly id: string;
  readonly release_ms: number;
  readonly deadline_ms?: number;
  readonly weight: number;
  readonly optional: boolean;
  /** By the id of each resource copy that the task can run on. */
  readonly on: Readonly<Record<string, FlatPlace>>;
}

/** An instance in whole numbers and without counts, kinds or units to read; `document` has the rules that it leaves out. */
export interface FlatInstance {
  readonly berth_compare: 1;
  readonly name: string;
  /** "placement": all at once. "batch": each resource runs one task at a time. "schedule": side by side over time. */
  readonly mode: Instance["mode"];
  readonly objectives: readonly string[];
  readonly dimensions: readonly string[];
  readonly resources: readonly {
    readonly id: string;
    readonly kind: string;
    readonly capacity: Readonly<Record<string, number>>;
  }[];
  readonly tasks: readonly FlatTask[];
  readonly document: unknown;
}

/** More pairs of copies than this are not written out. */
const MOST_FLAT = 4_000_000;

/** The instance as contestants of other programs get it; a sentence where it is too large to be written out. */
export function flatInstance({ name, instance, document }: Subject): FlatInstance | string {
  const { mode, dimensions, resources, tasks, taskOfCopy, resourceOfCopy } = instance;
  const pairs = taskOfCopy.length * resourceOfCopy.length;
  if (pairs > MOST_FLAT) {
    return `${pairs} pairs of task and resource are too many to write out (at most ${MOST_FLAT})`;
  }
  const copies = Array.from(resourceOfCopy, (r, copy) => ({
    r,
    id: resourceCopyId(instance, copy),
  }));
  const named = (amounts: (d: number) => number) =>
    Object.fromEntries(
      dimensions.map(({ name: of, unit }, d) => [of, amounts(d) / (unit === "milli" ? 1000 : 1)]),
    );
  const places = tasks.map((task, t) =>
    resources.map((_, r): FlatPlace | undefined => {
      const isOpen = isEligible(instance, t, r) && isUsable(instance, t, r);
      if (!isOpen) return undefined;
      return {
        ...(task.hasRuntime && { runtime_ms: runtimeOf(instance, t, r) }),
        cost_usd: costOf(instance, t, r) / 1e6,
        demand: named((d) => demandOf(instance, t, r, d)),
      };
    }),
  );
  return {
    berth_compare: 1,
    name,
    mode,
    objectives: instance.objectives.map((one) => one.name),
    dimensions: dimensions.map((one) => one.name),
    resources: copies.map(({ r, id }) => ({
      id,
      kind: resources[r].kind,
      capacity: named((d) => resources[r].capacity[d]),
    })),
    tasks: Array.from(taskOfCopy, (t, copy) => {
      const { release, deadline, weight, optional } = tasks[t];
      return {
        id: taskCopyId(instance, copy),
        release_ms: release,
        ...(deadline !== undefined && { deadline_ms: deadline }),
        weight: (weight * (instance.weightUnit ?? 1)) / 1000,
        optional,
        on: Object.fromEntries(
          copies.flatMap(({ r, id }) => {
            const place = places[t][r];
            return place === undefined ? [] : [[id, place]];
          }),
        ),
      };
    }),
    document,
  };
}
