import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readPlan } from "../io/plan-file.ts";
import { formatIssue, InstanceError, UsageError } from "../util/errors.ts";
import { troubled } from "./answer.ts";
import type { Contestant } from "./types.ts";

const ENDINGS = [".json", ".csv"] as const;

/** Plans that are there already: one file for each instance, under its name. Throws UsageError if there is no such folder. */
export async function plansContestant(name: string, folder: string): Promise<Contestant> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new UsageError(
      `${name}: ${folder} is no folder.\nMaybe name one that holds a plan for each instance, such as night.json or night.csv.`,
    );
  }
  return {
    name,
    async play(subject) {
      for (const ending of ENDINGS) {
        const path = join(folder, `${subject.name}${ending}`);
        if ((await stat(path).catch(() => undefined)) === undefined) continue;
        try {
          return { plan: (await readPlan(path, subject.instance)).plan, seconds: 0 };
        } catch (error) {
          if (error instanceof InstanceError)
            return troubled("garbage", formatIssue(error.issues[0]));
          if (error instanceof UsageError) return troubled("garbage", error.message);
          throw error;
        }
      }
      const names = ENDINGS.map((ending) => `${subject.name}${ending}`).join(" or ");
      return troubled("missing", `${folder} holds no ${names}`);
    },
  };
}
