import type { Random } from "../../src/util/random.ts";

/** Bin packing as the cost of used hosts. */
export interface Bins {
  /** How many parts; of triplets a multiple of 3. */
  readonly parts: number;
  /** Uniform: 20 to 100 of 150. Triplets: three parts between a quarter and a half fill a bin of 1000 exactly. */
  readonly sizes: "uniform" | "triplets";
  /** Kinds of hosts, 1 to 3: other capacities at other prices. */
  readonly kinds: number;
}

/** Capacity and price of a kind, against the first. */
const KINDS = [
  [1, 1],
  [0.7, 0.75],
  [1.5, 1.45],
] as const;

/**
 * The document. The two families are those of Falkenauer (1996), "A hybrid grouping genetic algorithm for bin packing",
 * Journal of Heuristics 2, doi:10.1007/BF00226291, with numbers of our own.
 */
export function bins({ parts, sizes, kinds }: Bins, random: Random): object {
  const isTriplets = sizes === "triplets";
  const capacity = isTriplets ? 1000 : 150;
  const amounts = isTriplets
    ? Array.from({ length: parts / 3 }, () => tripletOf(random)).flat()
    : Array.from({ length: parts }, () => random.int(20, 100));
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: KINDS.slice(0, kinds).map(([room, price], k) => ({
      id: `bin${k + 1}`,
      count: parts,
      capacity: { size: Math.round(room * capacity) },
      fixed_price: price,
    })),
    tasks: random.shuffle(amounts).map((size, i) => ({ id: `p${i + 1}`, demand: { size } })),
  };
}

/** Three numbers between a quarter and a half of 1000 with that sum. */
function tripletOf(random: Random): readonly number[] {
  for (;;) {
    const [a, b] = [random.int(251, 498), random.int(251, 498)];
    const c = 1000 - a - b;
    if (c > 250 && c < 500) return [a, b, c];
  }
}
