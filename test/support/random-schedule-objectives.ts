import type { Random } from "../../src/util/random.ts";
import { otherObjectives } from "./other-objectives.ts";

type Entry = Readonly<Record<string, unknown>>;

interface Parts {
  readonly resources: readonly Entry[];
  readonly tasks: readonly Entry[];
  readonly horizon?: unknown;
}

/** Sums over tasks, which may be asked for class by class. */
const SUMS: readonly string[] = ["weighted-completion", "weighted-tardiness", "late-tasks"];

/** One to three objectives that the schedule can have, sometimes with tolerances, by priority or as a weighted sum. */
export function randomScheduleObjectives(random: Random, document: Parts, exact: boolean): Entry {
  const names = random.shuffle([...validScheduleObjectives(document)]).slice(0, random.int(1, 3));
  if (random.int(0, 3) === 0) {
    const weights = [0.5, 1, 2, "1.25"];
    const objectives = names.map((objective) => ({ objective, weight: weights[random.int(0, 3)] }));
    return { combine: "weighted", objectives };
  }
  const objectives = names.map((name) => {
    if (SUMS.includes(name) && random.int(0, 2) === 0) {
      return { objective: name, by_priority: true };
    }
    return !exact && random.int(0, 4) === 0 ? { [name]: "10%" } : name;
  });
  return { objectives };
}

/** Every objective, with its dimension where it takes one, whose needs the document meets. */
export function validScheduleObjectives(document: Parts): readonly string[] {
  const { resources, tasks, horizon } = document;
  const all = tasks.flatMap(({ stages, ...task }) =>
    stages === undefined ? [task] : (stages as Entry[]),
  );
  const isPowered = resources.every((resource) => "power" in resource);
  const isDue = all.some((task) => "due" in task);
  const isClosed =
    horizon !== undefined ||
    resources.every(({ available }) => Object.hasOwn(Object(available), "until"));
  const gpus = resources.some(({ devices }) => Number(Object(devices).gpu ?? 0) > 0);
  return [
    "throughput",
    "cost",
    "makespan",
    "completion-time",
    "weighted-completion",
    "utilization:cpu",
    ...(gpus ? ["utilization:gpu"] : []),
    ...(isPowered ? ["energy"] : []),
    ...(isDue ? ["weighted-tardiness", "late-tasks"] : []),
    ...(isClosed ? ["balance", "spread", "balance:cpu"] : []),
    ...otherObjectives(document),
  ];
}
