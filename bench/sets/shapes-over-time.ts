import type { Goal } from "../rows.ts";
import { type Family, generated, SEEDS, timed } from "./family.ts";

/** Projects, flexible job shops and nights. */
export function overTime(): readonly Family[] {
  const projects = (names: readonly string[]) =>
    names.map((name) => [name, { kind: "project", file: `${name}.sm` }] as const);
  const shops = (numbers: readonly string[]) =>
    numbers.map((number) => [`Mk${number}`, { kind: "shop", file: `Mk${number}.fjs` }] as const);
  const night = (tasks: number, resources: number, seeds: readonly number[]) =>
    seeds.map(
      (seed) =>
        [
          `${tasks} x ${resources} seed ${seed}`,
          generated("night", tasks, resources, seed),
        ] as const,
    );
  const proven = (within: number): Goal => ({ kind: "proven", within });
  return [
    {
      name: "projects (RCPSP), 30 jobs",
      instances: projects(
        ["301_1", "3013_1", "3013_4", "3029_6", "3045_2", "305_3", "309_10"].map((n) => `j${n}`),
      ),
      ...timed(30, proven(30)),
    },
    {
      name: "projects (RCPSP), 60 jobs",
      instances: projects(
        ["601_1", "6013_1", "6013_2", "6025_5", "6029_3", "6041_8", "6045_1", "605_3", "609_1"].map(
          (n) => `j${n}`,
        ),
      ),
      ...timed(60, { kind: "not-worse" }),
    },
    {
      name: "projects (RCPSP), 120 jobs",
      instances: projects(
        ["12011_5", "1201_1", "12026_4", "12046_3", "12060_7", "1206_2"].map((n) => `j${n}`),
      ),
      ...timed(60, { kind: "not-worse" }),
    },
    {
      name: "flexible job shops, Mk01, 03, 04, 05, 08",
      instances: shops(["01", "03", "04", "05", "08"]),
      ...timed(10, proven(10)),
    },
    {
      name: "flexible job shops, Mk06 and Mk10",
      instances: shops(["06", "10"]),
      ...timed(60, { kind: "not-worse" }),
    },
    {
      name: "a night of 50 jobs on 6 hosts: makespan",
      instances: [
        ["a night of 50 x 6", { kind: "case", file: "weak/night-50x6.json" }],
        ...night(50, 6, [1, 2, 3, 4]),
      ],
      ...timed(20, proven(20), "makespan"),
    },
    {
      name: "a night of 50 jobs on 8 hosts: makespan",
      instances: night(50, 8, [1, 2, 3, 4, 5]),
      ...timed(20, proven(20), "makespan"),
    },
    {
      name: "a night of 50 jobs on 8 hosts: weighted completion",
      instances: night(50, 8, SEEDS),
      ...timed(30, { kind: "gap", atMost: 0.03 }, "weighted-completion"),
    },
  ];
}

/** Nights of very many jobs. */
export function largeNights(): readonly Family[] {
  return [
    {
      name: "a night of 1,000 jobs on 64 hosts: makespan",
      instances: SEEDS.map((seed) => [`seed ${seed}`, generated("night", 1000, 64, seed)]),
      ...timed(60, { kind: "gap", atMost: 0.01 }, "makespan"),
      short: 15,
    },
    {
      name: "a night of 20,000 jobs on 1,000 hosts: makespan",
      instances: [["seed 1", generated("night", 20_000, 1000, 1)]],
      ...timed(120, { kind: "gap", atMost: 0.02 }, "makespan"),
      short: 30,
    },
  ];
}
