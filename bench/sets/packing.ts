import type { BenchSet } from "../rows.ts";

/** Packing the GPUs of a published cluster trace, all pods at once. */
export const openb: BenchSet = {
  name: "openb",
  title: "GPU cluster trace openb: packed share of 6,212 GPUs",
  remark:
    "Published online policies place the same pods one by one as they arrive and know nothing of those to come; their " +
    "mean share of packed GPUs at 100 % arrived load: Random 86.3 %, DotProd 90.6 %, BestFit 92.9 %, FGD 95.2 %. " +
    "Berth sees all pods at once, an easier task: the figures stand beside each other, not against each other.",
  rows: () => [
    {
      id: "openb default",
      source: { kind: "openb" },
      limit: 60,
      runs: 1,
      peers: ["highs", "highs-counts", "cp-sat-counts", "scip"],
      goal: { kind: "gap", atMost: 0.005 },
    },
  ],
};

/** Published cloud balancing problems: computers pay once when used. */
export const cloudBalancing: BenchSet = {
  name: "cloud-balancing",
  title: "Cloud balancing: cost of used computers",
  remark:
    "100 x 300: published best cost 132,690; the optimum is 96,670, as a certificate proves; bound of the plain linear program 95,930.",
  rows: (form) => {
    const best = { "2-6": 5460, "3-9": 5460, "4-12": 7410 };
    const small = Object.entries(best).map(([size, atMost]) => {
      const [computers, processes] = size.split("-");
      return {
        id: `${computers} x ${processes}`,
        source: {
          kind: "cloud-balancing" as const,
          file: `${computers}computers-${processes}processes.json`,
        },
        limit: 10,
        runs: 1,
        peers: ["highs", "cp-sat", "scip"] as const,
        goal: { kind: "value" as const, atMost, boundAbove: atMost - 1 },
      };
    });
    return [
      ...(form === "short" ? small.slice(2) : small),
      {
        id: "100 x 300",
        source: { kind: "cloud-balancing", file: "100computers-300processes.json" },
        limit: form === "short" ? 20 : 60,
        runs: 1,
        peers: ["highs", "highs-counts", "cp-sat", "scip"],
        goal: { kind: "value", atMost: 96_670, boundAbove: 96_669 },
      },
    ];
  },
};
