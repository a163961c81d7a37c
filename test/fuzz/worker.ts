import { parentPort } from "node:worker_threads";
import { fuzzCase } from "./documents.ts";
import { judge, type Verdict } from "./judge.ts";
import { shrink } from "./shrink.ts";

/** What a thread says of one seed. */
export interface SeedReport extends Verdict {
  readonly seed: number;
  readonly family: string;
  /** Where something is wrong: how it was solved, and the smallest document that still fails. */
  readonly solve?: object;
  readonly document?: object;
}

/** Judges the case of a seed, and makes it smaller if something is wrong. */
export async function judgeSeed(seed: number): Promise<SeedReport> {
  const { family, document, solve } = fuzzCase(seed);
  const verdict = await judge(document, solve);
  if (verdict.fault === undefined) return { seed, family, ...verdict };
  const smallest = await shrink(
    document,
    async (smaller) => (await judge(smaller, solve)).fault !== undefined,
  );
  const { fault = verdict.fault } = await judge(smallest, solve);
  return { seed, family, end: "fault", fault, solve, document: smallest };
}

parentPort?.on("message", async (seeds: readonly number[]) => {
  for (const seed of seeds) parentPort?.postMessage(await judgeSeed(seed));
  parentPort?.postMessage("done");
});
