import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { instanceIntegers } from "../../src/io/integers.ts";
import { InstanceError } from "../../src/util/errors.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";
import { type PlanDocument, planned } from "../check/files.ts";
import { atLeast, drawn, first } from "../support/drawn.ts";
import { testFolder } from "../support/folder.ts";
import { FEATURES, type RandomDocument, randomDocument } from "../support/random-document.ts";
import { validObjectives } from "../support/random-objectives.ts";
import { randomSchedule, SCHEDULE_FEATURES } from "../support/random-schedule.ts";
import { CHECKER, hasPython, Questions } from "./ask.ts";

/** Modes, and schedules whose makespan neither the longest path nor energies prove. */
const SORTS = ["placement", "batch", "schedule", "crowded"] as const;
type Sort = (typeof SORTS)[number];

const folder = testFolder();

/** A small document of a sort with some features; undefined where it is none. */
function drawnInstance(sort: Sort, random: Random): Instance | undefined {
  try {
    if (sort === "crowded") return parseInstance(crowded(random));
    const instance = parseInstance(drawnDocument(sort, random));
    return instance.mode === sort ? instance : undefined;
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}

/** Tasks of two amounts that fit together in many ways, half of which wait for another. */
function crowded(random: Random): object {
  return {
    ...{ mode: "batch", objectives: ["makespan"], limits: [] },
    resources: ["a", "b"].map((id) => ({ id, capacity: { cpu: 4, memory: "4GiB" } })),
    tasks: Array.from({ length: 9 }, (_, i) => ({
      ...{ id: `t${i}`, runtime: `${random.int(2, 9)}m` },
      demand: { cpu: random.int(1, 4), memory: `${random.int(0, 3)}GiB` },
      ...(i > 1 && random.int(0, 1) === 0 && { after: `t${random.int(0, i - 1)}` }),
    })),
  };
}

function drawnDocument(mode: Exclude<Sort, "crowded">, random: Random): RandomDocument {
  if (mode === "schedule") {
    const features = random.shuffle([...SCHEDULE_FEATURES]).slice(0, random.int(1, 5));
    return randomSchedule(random, { maxTasks: 4, maxResources: 2, features });
  }
  const features = random.shuffle([...FEATURES]).slice(0, random.int(1, 6));
  const document = randomDocument(random, { mode, maxTasks: 6, maxResources: 3, features });
  return { ...document, objectives: random.shuffle([...validObjectives(document)]).slice(0, 2) };
}

describe.skipIf(!hasPython)("a checker written from docs/certificates.md (needs python3)", () => {
  test("proves what plans state, of every sort", { timeout: 600_000 }, async () => {
    const questions = new Questions();
    const stated: { readonly bound: number; readonly sort: Sort; readonly kind: string }[] = [];
    for (let seed = first; seed < first + drawn(80); seed++) {
      const sort = SORTS[seed % SORTS.length];
      const instance = drawnInstance(sort, makeRandom(seed));
      if (instance === undefined) continue;
      const { outcome } = await planned(instance, {
        workLimit: sort === "crowded" ? 400 : 100,
      }).catch(() => ({
        outcome: undefined,
      }));
      for (const { target, bound, certified } of outcome?.levels ?? []) {
        const known = bound?.certificate === undefined ? certified : bound;
        const certificate = known?.certificate;
        if (known === undefined || certificate === undefined || certificate.kind === "formulation")
          continue;
        questions.add(instance, target.name, certificate);
        stated.push({ bound: known.value, sort, kind: certificate.kind });
      }
    }
    const answers = await questions.answers();
    expect(answers.map((one) => ("bound" in one ? one.bound : one.rejected))).toEqual(
      stated.map(({ bound }) => bound),
    );
    if (process.env.TELL) console.log(stated);
    for (const sort of SORTS) {
      const own = stated.filter((one) => one.sort === sort);
      // Those of crowded schedules are logs of clauses, or nothing new is met.
      const met = sort === "crowded" ? own.filter(({ kind }) => kind === "clause-log") : own;
      expect(met.length, sort).toBeGreaterThan(atLeast(10));
    }
  });

  test("reads the files of berth, and finds a bound that is stated and not proven", async () => {
    const instance = parseInstance(NIGHT);
    const { file } = await planned(instance, { workLimit: 400 });
    const form = folder.put(
      "night.json",
      JSON.stringify(instanceIntegers(instance, targetsOf(instance))),
    );
    const check = (document: PlanDocument) => {
      const path = folder.put("plan.json", JSON.stringify(document));
      const { status, stdout } = spawnSync("python3", [CHECKER, form, path], { encoding: "utf8" });
      return { status, lines: stdout.trim().split("\n") };
    };
    const changed = (fields: object): PlanDocument => {
      const [makespan, ...others] = file.objectives;
      return { ...file, objectives: [{ ...makespan, ...fields }, ...others] };
    };
    const good = check(file);
    expect(good.lines[0]).toMatch(/^makespan: bound 5400000 \(5400000\.0\) proven: /);
    expect(good.lines[1]).toMatch(/^throughput: bound 5500 \(5\.5\) proven: /);
    expect(good.status).toBe(0);
    const above = check(changed({ bound_exact: 5400001 }));
    expect(above.lines[0]).toMatch(/; 5400001 is stated and not proven$/);
    expect(above.status).toBe(1);
    const bare = check(changed({ certificate: undefined }));
    expect(bare.lines[0]).toBe("makespan: bound 5400000 is stated (ours) without a certificate");
    expect(bare.status).toBe(1);
    const program = check(changed({ certificate: { kind: "formulation" } }));
    expect(program.lines[0]).toMatch(/proves nothing: it is a proof over a program/);
    expect(program.status).toBe(1);
    const other = check({ ...file, instance_hash: "0000000000000000" });
    expect(other).toEqual({ status: 1, lines: ["the plan: is of another instance"] });
  });
});

/** Two hours of work that cannot be halved: the longest run, 90 min, is the least makespan. */
const NIGHT = {
  mode: "batch",
  objectives: ["makespan", "throughput"],
  resources: [{ id: "h", count: 2, capacity: { gpu: 1 } }],
  tasks: [
    { id: "long", demand: { gpu: 1 }, runtime: "90m", value: 2.5 },
    { id: "short", demand: { gpu: 1 }, runtime: "10m", value: 1, count: 3 },
  ],
};
