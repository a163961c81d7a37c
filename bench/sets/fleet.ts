import type { BenchSet, PeerName, RowSpec } from "../rows.ts";

const COUNTS: readonly PeerName[] = ["highs", "highs-counts", "cp-sat-counts"];
const OBJECTIVES = ["cost", "makespan", "balance"];

/** Large fleets of few kinds, very large ones, and one in which no two tasks and no two resources are alike. */
export const fleet: BenchSet = {
  name: "fleet",
  title: "Fleets: certified gap after parsing",
  rows: (form) => [
    ...OBJECTIVES.map((objective) =>
      fleetRow([100_000, 5000, 20], objective, 2, { mostMemory: 2048 }),
    ),
    ...(form === "short" ? [] : OBJECTIVES).map((objective) =>
      fleetRow([1_000_000, 50_000, 20], objective, 15, { mostIo: 30 }),
    ),
    {
      id: "100,000 x 5,000 all different, cost",
      source: { kind: "generated", family: "diverse", tasks: 100_000, resources: 5000, seed: 1 },
      objective: "cost",
      limit: 60,
      runs: 1,
      peers: [],
      goal: { kind: "gap", atMost: 0.005 },
    },
  ],
};

function fleetRow(
  [tasks, resources, kinds]: readonly [number, number, number],
  objective: string,
  limit: number,
  most: { readonly mostMemory?: number; readonly mostIo?: number },
): RowSpec {
  return {
    id: `${tasks.toLocaleString("en")} x ${resources.toLocaleString("en")} of ${kinds} kinds, ${objective}`,
    source: { kind: "generated", family: "fleet", tasks, resources, kinds, seed: 1 },
    objective,
    limit,
    runs: 1,
    peers: COUNTS,
    goal: { kind: "gap", atMost: 0.001, ...most },
  };
}
