import type { BenchSet, PeerName, RowSpec } from "../rows.ts";
import type { Source } from "../source.ts";

const PLAIN: readonly PeerName[] = ["highs-native", "cp-sat-native"];
const COUNTS: readonly PeerName[] = ["highs-counts-native", "cp-sat-counts-native"];
const INTERVALS: readonly PeerName[] = ["cp-sat-intervals-native"];

/** Ten problems for the front page, beside native solvers, strong and weak ones: 30 s each, three runs, all of one program. */
export const front: BenchSet = {
  name: "front",
  title: "Ten figures: 30 s each, the median of three seeds",
  rows: () => [
    row("assignment, 100 tasks on 5 (d05100)", gap("d05100"), PLAIN),
    row("assignment, 100 tasks on 20 (e20100)", gap("e20100"), PLAIN),
    row("assignment, 400 tasks on 20 (d20400)", gap("d20400"), PLAIN),
    row("makespan, 1,000 tasks on 50 unrelated machines", made("unrelated", 1000, 50), PLAIN),
    row("makespan, 100 tasks on 40 equal machines", made("identical-wide", 100, 40), PLAIN),
    row("packed GPUs, 8,152 pods on 1,213 nodes (openb)", { kind: "openb" }, COUNTS),
    row("cost of used hosts, 300 processes on 100", cloud(), PLAIN),
    row("cost, 1,000,000 tasks on 50,000 hosts", fleet(), COUNTS, "cost"),
    row("a night of 50 GPU jobs with gangs, 8 hosts", made("night", 50, 8), INTERVALS, "makespan"),
    row("a night of 1,000 jobs, 64 hosts", made("night", 1000, 64), INTERVALS, "makespan"),
  ],
};

function row(id: string, source: Source, peers: readonly PeerName[], objective?: string): RowSpec {
  return {
    id,
    source,
    limit: 30,
    runs: 3,
    peers,
    goal: { kind: "none" },
    ...(objective !== undefined && { objective }),
  };
}

function gap(file: string): Source {
  return { kind: "gap", file };
}

function made(family: string, tasks: number, resources: number): Source {
  return { kind: "generated", family, tasks, resources, seed: 1 };
}

function cloud(): Source {
  return { kind: "cloud-balancing", file: "100computers-300processes.json" };
}

function fleet(): Source {
  return {
    kind: "generated",
    family: "fleet",
    tasks: 1_000_000,
    resources: 50_000,
    kinds: 20,
    seed: 1,
  };
}
