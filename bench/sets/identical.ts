import type { BenchSet } from "../rows.ts";

/** Tasks and resources of each class: few tasks to a resource are the hard ones. */
const SIZES = {
  "identical-small": [
    [25, 10],
    [50, 20],
    [100, 40],
  ],
  "identical-middle": [[60, 20]],
  "identical-long": [
    [50, 20],
    [100, 40],
  ],
  "identical-wide": [
    [25, 10],
    [50, 10],
    [100, 5],
    [100, 40],
    [1000, 50],
  ],
} as const;

const MORE = {
  "identical-small": [[1000, 50]],
  "identical-middle": [[100, 40]],
  "identical-long": [[90, 30]],
  "identical-wide": [
    [75, 15],
    [100, 20],
    [90, 30],
    [150, 50],
    [200, 50],
  ],
} as const;

/** Identical machines of the published classes, few and many tasks to a resource. */
export const identical: BenchSet = {
  name: "identical",
  title: "Makespan on identical resources (generated): proofs in 5 s",
  rows: (form) => {
    const seeds = form === "short" ? [1] : [1, 2, 3];
    const families = Object.keys(SIZES) as (keyof typeof SIZES)[];
    return families.flatMap((family) => {
      const sizes = form === "short" ? SIZES[family] : [...SIZES[family], ...MORE[family]];
      return sizes.flatMap(([tasks, resources]) =>
        seeds.map((seed) => ({
          id: `${family} ${resources} x ${tasks} seed ${seed}`,
          source: { kind: "generated" as const, family, tasks, resources, seed },
          limit: 5,
          runs: 1,
          peers: seed === 1 ? (["highs", "cp-sat"] as const) : [],
          goal: { kind: "proven" as const, within: 5 },
        })),
      );
    });
  },
};
