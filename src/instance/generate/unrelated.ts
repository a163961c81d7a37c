import type { Random } from "../../util/random.ts";
import type { GenerateOptions, Generator } from "./types.ts";

/**
 * Published families of unrelated parallel machine instances (R||Cmax), as used by Fanjul-Peyro and
 * Ruiz (2010), DOI 10.1016/j.ejor.2010.03.030: runtimes uniform in 10..100 ms, all independent.
 */
export const unrelated = family("runtimes uniform in 10..100 ms", (_options, random) => {
  return () => random.int(10, 100);
});

/** A part of each task (1..100 ms) plus noise (1..20 ms): long tasks are long everywhere. */
export const jobCorrelated = family("runtimes alike over resources", ({ tasks }, random) => {
  const part = draws(tasks, random);
  return (t) => part[t] + random.int(1, 20);
});

/** A part of each resource (1..100 ms) plus noise (1..20 ms): slow resources are slow for all. */
export const machineCorrelated = family("runtimes alike over tasks", ({ resources }, random) => {
  const part = draws(resources, random);
  return (_t, r) => part[r] + random.int(1, 20);
});

function family(
  what: string,
  runtimes: (options: GenerateOptions, random: Random) => (t: number, r: number) => number,
): Generator {
  const make = (options: GenerateOptions, random: Random) => {
    const runtime = runtimes(options, random);
    return {
      mode: "batch" as const,
      exclusive: true,
      objectives: ["makespan"],
      resources: Array.from({ length: options.resources }, (_, r) => ({ id: `r${r + 1}` })),
      tasks: Array.from({ length: options.tasks }, (_, t) => ({
        id: `t${t + 1}`,
        runtime: Array.from({ length: options.resources }, (_, r) => `${runtime(t, r)}ms`),
      })),
    };
  };
  return { summary: `unrelated machines, ${what}`, make };
}

function draws(count: number, random: Random): number[] {
  return Array.from({ length: count }, () => random.int(1, 100));
}
