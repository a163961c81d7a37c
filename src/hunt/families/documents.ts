import type { DocumentEntry } from "../../edit/draft.ts";
import type { Random } from "../../util/random.ts";
import { documentCandidate, pick } from "../edits.ts";
import type { HuntFamily, HuntSizes } from "../types.ts";

/** Resources of a family with a fixed set of them. */
function resourcesOf({ resources = 3 }: HuntSizes): number {
  return resources;
}

/** Enough for what lists are bad at: two or three tasks on each resource, and some more. */
function mostTasks(sizes: HuntSizes): number {
  return sizes.tasks ?? 4 * resourcesOf(sizes) + 2;
}

/** A family of documents whose resources stay as they are. */
function family(
  name: string,
  about: string,
  make: (tasks: number, resources: number, most: number, random: Random) => DocumentEntry,
  { isLinked = false, kept = [] as readonly string[] } = {},
): HuntFamily {
  const keys = new Set(["resources.count", ...kept]);
  return {
    name,
    about,
    kept: () => keys,
    draw(sizes, random) {
      const [resources, tasks] = [resourcesOf(sizes), mostTasks(sizes)];
      const count = random.int(Math.min(resources + 1, tasks), Math.min(tasks, 3 * resources + 2));
      const document = make(count, resources, pick(LONGEST, random), random);
      return documentCandidate(document, { tasks, kept: keys, isLinked });
    },
  };
}

/** Longest runtimes to begin with, in ms: short ones have few sums, long ones many. */
const LONGEST = [6, 10, 16, 30] as const;

const sequence = { mode: "batch", exclusive: true } as const;

/** Tasks called t1, t2, ... */
export function tasksOf(
  count: number,
  make: (index: number) => DocumentEntry,
): readonly DocumentEntry[] {
  return Array.from({ length: count }, (_, i) => ({ id: `t${i + 1}`, ...make(i) }));
}

/** Makespan of tasks on equal resources that run one at a time. */
export const identical: HuntFamily = family(
  "identical",
  "makespan on equal resources that run one at a time",
  (tasks, resources, most, random) => ({
    ...sequence,
    objectives: ["makespan"],
    resources: [{ id: "r", count: resources }],
    tasks: tasksOf(tasks, () => ({ runtime: `${random.int(1, most)}ms` })),
  }),
);

/** Makespan where runtimes differ by resource. */
export const unrelated: HuntFamily = family(
  "unrelated",
  "makespan where every task has a runtime of its own on each resource",
  (tasks, resources, most, random) => ({
    ...sequence,
    objectives: ["makespan"],
    resources: Array.from({ length: resources }, (_, r) => ({ id: `r${r + 1}` })),
    tasks: tasksOf(tasks, () => ({
      runtime: Object.fromEntries(
        Array.from({ length: resources }, (_, r) => [`r${r + 1}`, `${random.int(1, most)}ms`]),
      ),
    })),
  }),
);

/** Weighted completion of tasks that come over time, on equal resources that run one at a time. */
export const releases: HuntFamily = family(
  "releases",
  "weighted completion of tasks with releases, on equal resources that run one at a time",
  (tasks, resources, most, random) => ({
    ...sequence,
    objectives: ["weighted-completion"],
    resources: [{ id: "r", count: resources }],
    tasks: tasksOf(tasks, () => ({
      runtime: `${random.int(1, most)}ms`,
      release: `${random.int(0, most)}ms`,
      weight: random.int(1, 4),
    })),
  }),
  // Who does not look at weights is as far off as they are apart.
  { kept: ["tasks.weight"] },
);

/** Makespan of tasks that wait for each other, side by side on equal hosts. */
export const chains: HuntFamily = family(
  "chains",
  "makespan of tasks that wait for each other and run side by side on equal hosts",
  (tasks, resources, most, random) => ({
    mode: "batch",
    objectives: ["makespan"],
    resources: [{ id: "host", count: resources, capacity: { gpu: 4 } }],
    tasks: tasksOf(tasks, (i) => ({
      runtime: `${random.int(1, most)}ms`,
      demand: { gpu: random.int(1, 4) },
      ...(i > 0 && random.int(0, 2) === 0 && { after: [`t${random.int(1, i)}`] }),
    })),
  }),
  { isLinked: true, kept: ["resources.capacity.gpu"] },
);
