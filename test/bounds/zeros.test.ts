import { expect, test } from "vitest";
import { bestBound } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { makeRandom, type Random } from "../../src/util/random.ts";

interface Job {
  readonly runtime: number;
  readonly weight: number;
}

/** One to five jobs, often without a length, without a weight, or without both. */
function jobsOf(random: Random): readonly Job[] {
  const any = () => Math.max(0, random.int(-2, 3));
  return Array.from({ length: random.int(1, 5) }, () => ({ runtime: any(), weight: any() }));
}

/** The least of what orders of the jobs one after another are worth. */
function leastOver(jobs: readonly Job[], worth: (order: readonly Job[]) => number): number {
  const tried = (left: readonly Job[], order: readonly Job[]): number =>
    left.length === 0
      ? worth(order)
      : Math.min(
          ...left.map((job, i) =>
            tried([...left.slice(0, i), ...left.slice(i + 1)], [...order, job]),
          ),
        );
  return tried(jobs, []);
}

/** The sum over all jobs of what an end in seconds is worth. */
const summed =
  (worth: (end: number, job: Job) => number) =>
  (order: readonly Job[]): number => {
    let at = 0;
    return order.reduce((sum, job) => {
      at += job.runtime;
      return sum + worth(at, job);
    }, 0);
  };

const document = (jobs: readonly Job[], more: object, due?: string) => ({
  mode: "batch",
  tasks: jobs.map(({ runtime, weight }, t) => ({
    id: `t${t}`,
    runtime: `${runtime}s`,
    weight,
    ...(due !== undefined && { due, demand: { cpu: 1 } }),
  })),
  ...more,
});

test("no order by weight and length is led astray by what has neither", () => {
  const one = { exclusive: true, objectives: ["weighted-completion"], resources: [{ id: "r" }] };
  let tight = 0;
  for (let seed = 0; seed < 400; seed++) {
    const jobs = jobsOf(makeRandom(seed));
    const instance = parseInstance(document(jobs, one));
    const [target] = targetsOf(instance);
    const bound = bestBound(instance, target)?.value ?? 0;
    const least =
      target.perUnit *
      leastOver(
        jobs,
        summed((end, { weight }) => weight * end),
      );
    expect(bound / 1000, `seed ${seed}: ${JSON.stringify(jobs)}`).toBeLessThanOrEqual(least);
    if (least > 0 && bound / 1000 === least) tight++;
  }
  expect(tight).toBeGreaterThan(50);
});

test("nor does a proof of late tasks count what has neither", () => {
  const hosts = [{ id: "r", capacity: { cpu: 1 } }];
  let held = 0;
  for (let seed = 0; seed < 400; seed++) {
    const random = makeRandom(seed);
    const jobs = jobsOf(random);
    const due = random.int(1, 5);
    const more = { objectives: ["late-tasks"], resources: hosts };
    const instance = parseInstance(document(jobs, more, `${due}s`));
    const [target] = targetsOf(instance);
    const measures = [{ of: 0, price: [1] }];
    const certificate = { kind: "late-prices", at: due * 1000, measures };
    const checked = checkCertificate(instance, target, certificate);
    if ("rejected" in checked) continue;
    held++;
    const late = summed((end, { weight }) => (end > due ? weight : 0));
    const least = target.perUnit * leastOver(jobs, late);
    expect(checked.bound, `seed ${seed}: ${JSON.stringify(jobs)}`).toBeLessThanOrEqual(least);
  }
  expect(held).toBeGreaterThan(100);
});
