import type { Random } from "../../src/util/random.ts";
import { otherObjectives } from "./other-objectives.ts";

type Entry = Readonly<Record<string, unknown>>;

interface Parts {
  readonly mode: "placement" | "batch";
  readonly resources: readonly Entry[];
  readonly tasks: readonly Entry[];
}

/** One to three objectives that the document can have, sometimes with tolerances or as a weighted sum. */
export function randomObjectives(random: Random, document: Parts): Entry {
  const names = random.shuffle([...validObjectives(document)]).slice(0, random.int(1, 3));
  if (random.int(0, 3) === 0) {
    const objectives = names.map((objective) => ({
      objective,
      weight: [0.5, 1, 2, "1.25"][random.int(0, 3)],
    }));
    return { combine: "weighted", objectives };
  }
  const objectives = names.map((name) => (random.int(0, 4) === 0 ? { [name]: "10%" } : name));
  return { objectives };
}

/** Every objective, with its dimension where it takes one, whose needs the document meets. */
export function validObjectives(document: Parts): readonly string[] {
  const { mode, resources, tasks } = document;
  const isTimed = tasks.every((task) => "runtime" in task || "throughput" in task);
  const isPowered = resources.every((resource) => "power" in resource);
  const isWhole = tasks.every((task) => !("divisible" in task));
  const isClosed = resources.every(
    ({ available }) => available !== undefined && "until" in Object(available),
  );
  const offered = dimensionsOf(resources);
  const present = new Set([...offered.keys(), ...tasks.flatMap(demanded)]);
  const balanced = mode === "placement" || isClosed ? ["balance", "spread"] : [];
  return [
    "throughput",
    "cost",
    ...(isTimed ? ["makespan", "completion-time"] : []),
    ...(isTimed && isPowered ? ["energy"] : []),
    ...(mode === "batch" && isWhole ? ["weighted-completion"] : []),
    ...balanced,
    ...(mode === "placement" && present.has("cpu") ? ["balance:cpu", "spread:cpu"] : []),
    ...[...offered].flatMap(([name, amount]) => (amount > 0 ? [`utilization:${name}`] : [])),
    ...otherObjectives(document),
  ];
}

function dimensionsOf(resources: readonly Entry[]): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const { capacity, devices } of resources) {
    const both = { ...Object(capacity), ...Object(devices) } as Record<string, unknown>;
    for (const [name, amount] of Object.entries(both)) {
      amounts.set(name, (amounts.get(name) ?? 0) + Number.parseFloat(String(amount)));
    }
  }
  return amounts;
}

function demanded({ demand }: Entry): string[] {
  return Object.keys(Object(demand));
}
