import type { Imported, Importer } from "../import-types.ts";
import { readFlexibleShop } from "./fjs-text.ts";
import { durationsIn, UNIT_SETTING } from "./time-unit.ts";

/**
 * A flexible job shop as a batch: each machine is a resource that runs one task at a time, each operation a task that waits for the
 * one before it. Throws InstanceError with lines. O(length).
 */
export function importFlexibleShop(text: string, duration: (amount: number) => string): Imported {
  const { machines, jobs } = readFlexibleShop(text);
  const idOf = (job: number, k: number) => `j${job + 1}-${k + 1}`;
  return {
    document: {
      mode: "batch",
      objectives: ["makespan"],
      exclusive: true,
      resources: machines.map((machine) => ({ id: `m${machine}` })),
      tasks: jobs.flatMap((operations, job) =>
        operations.map((times, k) => ({
          id: idOf(job, k),
          runtime: Object.fromEntries([...times].map(([m, time]) => [`m${m}`, duration(time)])),
          ...(k > 0 && { after: [idOf(job, k - 1)] }),
        })),
      ),
    },
    notes: [],
  };
}

/** The same from texts. */
export const fjsImporter: Importer = {
  summary: "a flexible job shop (.fjs), to end early",
  inputs: { shop: "jobs and machines, then a line for each job" },
  argument: "shop",
  settings: UNIT_SETTING,
  read: ({ shop }, { unit }) => importFlexibleShop(shop, durationsIn(unit)),
};
