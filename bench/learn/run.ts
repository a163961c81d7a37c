import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Form } from "../rows.ts";
import { resultsPath } from "../store.ts";
import { measureGavel } from "./gavel.ts";
import { measurePolicy } from "./policy.ts";
import { measureSpeed } from "./speed.ts";
import type { LearnResults } from "./types.ts";

/** Held-out fleets that a policy is judged on. */
const FLEETS: Readonly<Record<Form, number>> = { short: 20, full: 60 };

/** Measures everything about learning and writes it to the folder, with the digest of the program that did it. */
export async function runLearn(
  folder: string,
  form: Form,
  program: string,
  log: (line: string) => void,
): Promise<LearnResults> {
  const speed = measureSpeed();
  log(`speed: ${JSON.stringify(speed)}`);
  const gavel = await measureGavel();
  log("gavel: done");
  const policy = await measurePolicy(FLEETS[form], log);
  const results: LearnResults = {
    bench: "learn",
    node: process.version,
    cores: cpus().length,
    program,
    ...(gavel === undefined ? {} : { gavel }),
    policy,
    speed,
  };
  writeFileSync(resultsPath(folder, "learn", form), `${JSON.stringify(results, null, 1)}\n`);
  return results;
}

/** The results of the full form, else of the short one. */
export function readLearn(folder: string): LearnResults | undefined {
  const paths = [join(folder, "learn.json"), join(folder, "learn.short.json")];
  const path = paths.find((one) => existsSync(one));
  return path === undefined ? undefined : (JSON.parse(readFileSync(path, "utf8")) as LearnResults);
}
