import type { BenchSet, RowSpec } from "../rows.ts";

const SIZES = [
  [100, 10],
  [200, 20],
  [1000, 50],
] as const;

/** Unrelated machines of the published families. */
export const makespan: BenchSet = {
  name: "makespan",
  title: "Makespan on unrelated machines (generated): certified gap in 5 s, proofs in 60 s",
  rows: (form) => {
    const families = ["unrelated", "job-correlated", "machine-correlated"];
    const seeds = form === "short" ? [1] : [1, 2, 3];
    const rows = families.flatMap((family) =>
      SIZES.flatMap(([tasks, resources]) =>
        seeds.map((seed) => ({ family, tasks, resources, seed })),
      ),
    );
    const quick = rows.map((row) => rowOf(row, 5, { kind: "gap", atMost: 0.005 }));
    if (form === "short") return quick;
    return [...quick, ...rows.map((row) => rowOf(row, 60, { kind: "proven" }))];
  },
};

interface Size {
  readonly family: string;
  readonly tasks: number;
  readonly resources: number;
  readonly seed: number;
}

function rowOf(size: Size, limit: number, goal: RowSpec["goal"]): RowSpec {
  const { family, tasks, resources, seed } = size;
  return {
    id: `${family} ${resources} x ${tasks} seed ${seed}, ${limit} s`,
    source: { kind: "generated", ...size },
    limit,
    runs: 1,
    peers: seed === 1 ? ["highs", "cp-sat", "scip"] : [],
    goal,
  };
}
