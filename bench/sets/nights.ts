import type { BenchSet, PeerName, RowSpec } from "../rows.ts";

const RULES: readonly PeerName[] = ["fifo", "greedy"];
const PEERS: readonly PeerName[] = ["cp-sat-intervals", ...RULES];

/** Rigid GPU jobs side by side over time: a published trace, and made-up nights of three sizes. */
export const nights: BenchSet = {
  name: "nights",
  title: "Nights of rigid GPU jobs side by side: makespan",
  remark:
    "FIFO starts jobs in the order in which they come, without backfilling; greedy is Berth's own method of that name. " +
    "Neither has a bound.",
  rows: (form) => {
    const seeds = form === "short" ? [1] : [1, 2, 3, 4, 5];
    const huge = { kind: "gap", atMost: 0.05, mostMemory: 4096 } as const;
    return [
      {
        id: "Gavel, 100 jobs on 36 GPUs",
        source: { kind: "gavel", cluster: "v100=12,p100=12,k80=12" },
        objective: "makespan",
        limit: 60,
        runs: form === "short" ? 1 : 3,
        peers: PEERS,
        goal: { kind: "gap", atMost: 0.02 },
      },
      ...seeds.map((seed) => nightRow([50, 8], seed, 60, { kind: "proven" }, PEERS)),
      nightRow([1000, 64], 1, 60, { kind: "gap", atMost: 0.02 }, PEERS),
      ...(form === "short" ? [] : [nightRow([20_000, 1000], 1, 300, huge, RULES)]),
    ];
  },
};

function nightRow(
  [tasks, resources]: readonly [number, number],
  seed: number,
  limit: number,
  goal: RowSpec["goal"],
  peers: readonly PeerName[],
): RowSpec {
  return {
    id: `${tasks.toLocaleString("en")} jobs on ${resources.toLocaleString("en")} hosts seed ${seed}`,
    source: { kind: "generated", family: "night", tasks, resources, seed },
    objective: "makespan",
    limit,
    runs: 1,
    peers,
    goal,
  };
}
