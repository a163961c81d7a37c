import type { BenchSet, Form, Goal, PeerName, RowSpec } from "../rows.ts";
import type { Source } from "../source.ts";

const PLAIN: readonly PeerName[] = ["highs-native", "cp-sat-native"];
const COUNTS: readonly PeerName[] = ["highs-counts-native", "cp-sat-counts-native"];
const INTERVALS: readonly PeerName[] = ["cp-sat-intervals-native"];

/** A shape: instances that one line of the table sums up. */
interface Family {
  readonly name: string;
  readonly instances: readonly (readonly [id: string, source: Source])[];
  readonly peers: readonly PeerName[];
  /** Seconds of the full form, and of the short one where that is other than 5. */
  readonly limit: number;
  readonly short?: number;
  readonly goal: Goal;
  readonly objective?: string;
}

/** How many instances of a family the short form takes, and its seconds. */
const SHORT = { instances: 3, limit: 5 };

/**
 * Every shape that the instance format can say, with the native builds of HiGHS and CP-SAT beside Berth: made-up instances of three
 * seeds and published files. Peers get every instance that Berth gets, with the same seconds.
 */
export const shapes: BenchSet = {
  name: "shapes",
  title: "Shapes, beside native solvers",
  rows: (form) => families().flatMap((family) => rowsOf(family, form)),
};

function rowsOf({ instances, short = SHORT.limit, ...family }: Family, form: Form): RowSpec[] {
  const isShort = form === "short";
  const taken: readonly (readonly [string, Source, number?])[] = isShort
    ? evenPart(instances)
    : withSeeds(instances);
  return taken.map(([id, source, seed = 1]) => ({
    id: `${family.name}: ${id}`,
    ...(seed > 1 && { seed }),
    shape: family.name,
    source,
    ...(family.objective !== undefined && { objective: family.objective }),
    limit: isShort ? short : family.limit,
    runs: 1,
    peers: family.peers,
    // A goal is one of the full form's seconds.
    goal: isShort ? { kind: "none" } : family.goal,
  }));
}

/** Few instances are planned with three seeds each. */
function withSeeds(instances: Family["instances"]): readonly (readonly [string, Source, number])[] {
  const seeds = instances.length < SEEDS.length ? SEEDS : [1];
  return seeds.flatMap((seed) =>
    instances.map(
      ([id, source]) => [seed === 1 ? id : `${id}, run ${seed}`, source, seed] as const,
    ),
  );
}

/** The first, the middle and the last. */
function evenPart<T>(list: readonly T[]): readonly T[] {
  if (list.length <= SHORT.instances) return list;
  const step = (list.length - 1) / (SHORT.instances - 1);
  return Array.from({ length: SHORT.instances }, (_, k) => list[Math.round(k * step)]);
}

const SEEDS = [1, 2, 3];

function families(): readonly Family[] {
  return [...cores(), ...hosts(), ...overTime(), ...large()];
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
      name: "packed GPUs (openb)",
      instances: ["default", "gpuspec20", "multigpu20"].map(openb),
      peers: COUNTS,
      limit: 60,
      short: 10,
      goal: { kind: "gap", atMost: 0.001 },
    },
  ];
}

function overTime(): readonly Family[] {
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

function large(): readonly Family[] {
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

function bySeed(
  words: string,
  source: (seed: number) => Source,
): readonly (readonly [string, Source])[] {
  return SEEDS.map((seed) => [`${words} seed ${seed}`, source(seed)] as const);
}

function generated(family: string, tasks: number, resources: number, seed: number): Source {
  return { kind: "generated", family, tasks, resources, seed };
}

function sized(limit: number, goal: Goal): Pick<Family, "peers" | "limit" | "goal"> {
  return { peers: PLAIN, limit, goal };
}

function timed(
  limit: number,
  goal: Goal,
  objective?: string,
): Pick<Family, "peers" | "limit" | "goal" | "objective"> {
  return { peers: INTERVALS, limit, goal, ...(objective !== undefined && { objective }) };
}
