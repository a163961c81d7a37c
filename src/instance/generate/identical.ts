import type { Random } from "../../util/random.ts";
import type { GenerateOptions, Generator } from "./types.ts";

/**
 * The classes that tests of P||Cmax use, runtimes uniform in whole ms. Sources: Franca, Gendreau, Laporte, Mueller (1994),
 * DOI 10.1016/0305-0548(94)90053-1; Dell'Amico, Martello (1995), DOI 10.1287/ijoc.7.2.191.
 */
export const identicalSmall = family(1, 100);
export const identicalMiddle = family(20, 100);
export const identicalLong = family(50, 100);
export const identicalWide = family(1, 10_000);

function family(low: number, high: number): Generator {
  const make = ({ tasks, resources }: GenerateOptions, random: Random) => ({
    mode: "batch" as const,
    exclusive: true,
    objectives: ["makespan"],
    resources: [{ id: "r", count: resources }],
    tasks: Array.from({ length: tasks }, (_, t) => ({
      id: `t${t + 1}`,
      runtime: `${random.int(low, high)}ms`,
    })),
  });
  return { summary: `identical machines, runtimes uniform in ${low}..${high} ms`, make };
}
