import { basename } from "node:path";
import type { BenchSet, PeerName } from "../rows.ts";
import type { Source } from "../source.ts";
import { bySeed, type Family, generated, rowsOf, sized } from "./family.ts";
import { largeNights, overTime } from "./shapes-over-time.ts";

const COUNTS: readonly PeerName[] = ["highs-counts-native", "cp-sat-counts-native"];

/**
 * Every shape that the instance format can say, with the native builds of HiGHS and CP-SAT beside Berth: made-up instances of three
 * seeds and published files. Peers get every instance that Berth gets, with the same seconds.
 */
export const shapes: BenchSet = {
  name: "shapes",
  title: "Shapes, beside native solvers",
  rows: (form) => families().flatMap((family) => rowsOf(family, form)),
};

function families(): readonly Family[] {
  return [...cores(), ...hosts(), ...overTime(), ...largeNights()];
}

function cores(): readonly Family[] {
  const bin = (parts: number, sizes: "uniform" | "triplets", kinds: number) => {
    const words = `${parts} ${sizes}, ${kinds} ${kinds === 1 ? "kind" : "kinds"}`;
    return bySeed(words, (seed) => ({ kind: "shape", shape: "bins", parts, sizes, kinds, seed }));
  };
  const made = (shape: "milliseconds" | "memory", tasks: number, machines: number) =>
    bySeed(`${tasks} x ${machines}`, (seed) => ({ kind: "shape", shape, tasks, machines, seed }));
  const gavel = (each: number): readonly [string, Source] => [
    `Gavel on ${3 * each} GPUs`,
    { kind: "gavel", cluster: `v100=${each},p100=${each},k80=${each}`, isSingle: true },
  ];
  return [
    {
      name: "bin packing as cost, 60 triplets, one kind",
      instances: bin(60, "triplets", 1),
      ...sized(15, { kind: "proven", within: 2 }),
    },
    {
      name: "bin packing as cost, 24 and 120 parts, 1 to 3 kinds",
      instances: [
        ...bin(24, "triplets", 1),
        ...bin(24, "uniform", 2),
        ...bin(120, "uniform", 1),
        ...bin(120, "triplets", 1),
        ...bin(120, "uniform", 3),
      ],
      ...sized(15, { kind: "proven", within: 2 }),
    },
    ...[1, 5, 15].map((limit) => ({
      name: `makespan to the millisecond, ${limit} s`,
      instances: [...made("milliseconds", 90, 20), ...made("milliseconds", 200, 25)],
      ...sized(limit, { kind: "not-worse" } as const),
      short: limit,
    })),
    ...[1, 5, 15].map((limit) => ({
      name: `assignment to the MiB, ${limit} s`,
      instances: [...made("memory", 60, 20), ...made("memory", 200, 25)],
      ...sized(limit, { kind: "not-worse" } as const),
      short: limit,
    })),
    {
      name: "Gavel's trace, 36 to 60 GPUs",
      instances: [gavel(12), gavel(16), gavel(20)],
      ...sized(15, { kind: "proven", within: 3 }),
    },
    {
      name: "Gavel's trace, 24 GPUs",
      instances: [gavel(8)],
      ...sized(60, { kind: "proven", within: 60 }),
    },
    {
      name: "assignment, type d, 100 and 200 tasks on 20",
      instances: [
        ["d20100", { kind: "gap", file: "d20100" }],
        ["d20200, made up", generated("gap-d", 200, 20, 1)],
      ],
      ...sized(60, { kind: "gap", atMost: 0.0005 }),
    },
    {
      name: "assignment, 1,600 tasks on 80",
      instances: ["c", "d", "e"].map((type) => [
        `type ${type}`,
        generated(`gap-${type}`, 1600, 80, 1),
      ]),
      ...sized(60, { kind: "gap", atMost: 0.001 }),
    },
  ];
}

/** Documents of ../shared/cases that programs and counts can say. */
const CASES = [
  "weak/assignment-60-tasks-20-hosts-mib.json",
  "weak/gavel-71-jobs-24-gpus.json",
  "weak/makespan-90-jobs-20-machines-ms.json",
  "weak/rented-hosts-10x60-3-dims.json",
  "weak/rented-hosts-20x120-3-dims.json",
  "weak/rented-hosts-30x200-3-dims.json",
  "reports/20-24-parts-in-bins.yaml",
  "reports/23-triplets-24.yaml",
];

function hosts(): readonly Family[] {
  const rented = (count: number, tasks: number) =>
    bySeed(`${count} x ${tasks}`, (seed) => ({
      kind: "shape",
      shape: "rented-hosts",
      hosts: count,
      tasks,
      seed,
    }));
  const openb = (pods: string): readonly [string, Source] => [
    `openb ${pods}`,
    { kind: "openb", ...(pods !== "default" && { pods }) },
  ];
  return [
    {
      name: "cost of used computers, 100 x 300",
      instances: [
        ["cloud balancing", { kind: "cloud-balancing", file: "100computers-300processes.json" }],
      ],
      ...sized(60, { kind: "proven", within: 30 }),
    },
    {
      name: "rented hosts, 10 x 60 to 30 x 200",
      instances: [...rented(10, 60), ...rented(20, 120), ...rented(30, 200)],
      ...sized(15, { kind: "proven", within: 3 }),
    },
    {
      name: "rented hosts, 60 x 500",
      instances: rented(60, 500),
      ...sized(30, { kind: "proven", within: 15 }),
    },
    {
      name: "rented hosts, 100 x 1,000",
      instances: rented(100, 1000),
      ...sized(60, { kind: "proven", within: 60 }),
    },
    {
      name: "documents of others",
      instances: CASES.map((file) => [basename(file), { kind: "case", file }]),
      ...sized(15, { kind: "not-worse" }),
    },
    {
      name: "packed GPUs (openb)",
      instances: ["default", "gpuspec20", "multigpu20"].map(openb),
      peers: COUNTS,
      limit: 60,
      short: 10,
      goal: { kind: "gap", atMost: 0.001 },
    },
  ];
}
