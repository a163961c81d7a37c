import type { Form, Goal, PeerName, RowSpec } from "../rows.ts";
import type { Source } from "../source.ts";

const PLAIN: readonly PeerName[] = ["highs-native", "cp-sat-native"];
const INTERVALS: readonly PeerName[] = ["cp-sat-intervals-native"];

/** A shape: instances that one line of the table sums up. */
export interface Family {
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

/** Seeds of made-up instances, and of instances that are few. */
export const SEEDS = [1, 2, 3];

/** The rows of a family; ids begin with its name. */
export function rowsOf(
  { instances, short = SHORT.limit, ...family }: Family,
  form: Form,
): RowSpec[] {
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

/** An instance of each seed. */
export function bySeed(
  words: string,
  source: (seed: number) => Source,
): readonly (readonly [string, Source])[] {
  return SEEDS.map((seed) => [`${words} seed ${seed}`, source(seed)] as const);
}

/** An instance of one of Berth's own generators. */
export function generated(family: string, tasks: number, resources: number, seed: number): Source {
  return { kind: "generated", family, tasks, resources, seed };
}

/** Limit in seconds and goal, with solvers on the plain program. */
export function sized(limit: number, goal: Goal): Pick<Family, "peers" | "limit" | "goal"> {
  return { peers: PLAIN, limit, goal };
}

/** The same over time, with CP-SAT on intervals. */
export function timed(
  limit: number,
  goal: Goal,
  objective?: string,
): Pick<Family, "peers" | "limit" | "goal" | "objective"> {
  return { peers: INTERVALS, limit, goal, ...(objective !== undefined && { objective }) };
}
