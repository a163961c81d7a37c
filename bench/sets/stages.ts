import type { BenchSet, RowSpec } from "../rows.ts";

/** Pipelines of 3 to 8 stages on pools of three clouds, with room for all and with little of it. */
export const stages: BenchSet = {
  name: "stages",
  title:
    "Stages that move data between clouds: proof with room for all, certified gap where room is short",
  remark: "55,000 stages are 10,000 pipelines.",
  rows: (form) => [
    rowOf("stages", 2000, 20, 30, { kind: "proven" }),
    rowOf("stages", 55_000, 50, 30, { kind: "proven", within: 5 }),
    rowOf("stages-tight", 300, 12, 60, { kind: "gap", atMost: 0.005 }),
    rowOf("stages-tight", 2000, 20, 60, { kind: "gap", atMost: 0.005 }),
    ...(form === "short"
      ? []
      : [rowOf("stages-tight", 10_000, 30, 60, { kind: "gap", atMost: 0.001 })]),
    rowOf("stages-tight", 55_000, 50, 60, { kind: "gap", atMost: 0.001 }),
  ],
};

function rowOf(
  family: string,
  tasks: number,
  resources: number,
  limit: number,
  goal: RowSpec["goal"],
): RowSpec {
  return {
    id: `${family} ${tasks.toLocaleString("en")} x ${resources}, ${limit} s`,
    source: { kind: "generated", family, tasks, resources, seed: 1 },
    limit,
    runs: 1,
    peers: ["highs"],
    goal,
  };
}
