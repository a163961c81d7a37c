import { expect, test } from "vitest";
import { resourceCopyId, taskCopyId } from "../../../src/instance/ids.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { importKubernetes } from "../../../src/io/kubernetes/import.ts";
import type { Document } from "../../../src/io/kubernetes/objects/objects.ts";
import type { ClusterOrigin } from "../../../src/io/kubernetes/rows/origin.ts";
import { parsePlan } from "../../../src/io/parse-plan.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { verify } from "../../../src/plan/verify.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { feasiblePlans } from "../../support/enumerate.ts";
import { objects, objectsWithJobs } from "./objects.ts";
import { randomCluster } from "./random-cluster.ts";
import { type Places, type RawPod, reachable } from "./scheduler.ts";

const OPTIONS = { name: "drawn", isOptional: false, withRunning: false, runtimes: new Map() };

/** Where the pods of each object are in a plan, by the names that the origin gives. */
function placesOf(instance: Instance, plan: Plan, origin: ClusterOrigin): string {
  const names = new Map<string, string>();
  for (const [id, rows] of Object.entries(origin.tasks)) {
    let copy = 0;
    const total = rows.reduce((sum, { copies }) => sum + copies, 0);
    for (const { name, copies } of rows) {
      for (let k = 0; k < copies; k++) names.set(total === 1 ? id : `${id}#${++copy}`, name);
    }
  }
  const nodes = new Map(
    Object.entries(origin.resources).flatMap(([id, of]) =>
      of.map(({ name }, k) => [of.length === 1 ? id : `${id}#${k + 1}`, name] as const),
    ),
  );
  return textOf(
    [...plan.task].map((task, k) => [
      names.get(taskCopyId(instance, task))!,
      nodes.get(resourceCopyId(instance, plan.resource[k]))!,
    ]),
  );
}

const textOf = (places: Iterable<readonly [string, string]>) =>
  [...places]
    .map((pair) => pair.join("="))
    .sort()
    .join(" ");

/** Compares what plans of the imported cluster are with what the scheduler allows; gives what was said. */
function compare(documents: readonly Document[], real: ReadonlySet<string>, seed: number) {
  const { document, origin, findings } = importKubernetes(documents, OPTIONS);
  const instance = parseInstance(document);
  const plans = [...feasiblePlans(instance)];
  const planned = new Set(plans.map((plan) => placesOf(instance, plan, origin)));
  const verdicts = new Set(findings.map(({ verdict }) => verdict));
  if (verdicts.has("left out")) throw new Error(`seed ${seed}: nothing here is left out`);
  // What is said more strictly allows no other plan, what is ignored forbids none.
  if (!verdicts.has("ignored")) {
    const wrong = [...planned].filter((places) => !real.has(places));
    expect(wrong, `seed ${seed}: not allowed by the scheduler`).toEqual([]);
  }
  if (!verdicts.has("stricter")) {
    const missing = [...real].filter((places) => !planned.has(places));
    expect(missing, `seed ${seed}: allowed by the scheduler`).toEqual([]);
  }
  return verdicts;
}

test("an imported cluster allows what the scheduler allows, pod by pod and all together", () => {
  const count = drawn(1200);
  let [exact, stricter, feasible] = [0, 0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const cluster = randomCluster(seed);
    const places = reachable(cluster.nodes, cluster.bound, cluster.pending);
    const verdicts = compare(objects(cluster), new Set(places.map(textOf)), seed);
    if (verdicts.has("ignored")) continue;
    if (verdicts.has("stricter")) stricter++;
    else exact++;
    if (places.length > 0) feasible++;
  }
  expect(exact).toBeGreaterThanOrEqual(atLeast(700));
  expect(stricter).toBeGreaterThanOrEqual(atLeast(10));
  expect(feasible).toBeGreaterThanOrEqual(atLeast(200));
});

test("so does one whose pods come from Jobs", () => {
  const count = drawn(1200);
  let [exact, jobs] = [0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const cluster = randomCluster(seed);
    const { documents, jobOf } = objectsWithJobs(cluster);
    const places = reachable(cluster.nodes, cluster.bound, cluster.pending);
    const named = places.map((of: Places) =>
      textOf([...of].map(([pod, node]) => [jobOf(pod), node] as const)),
    );
    const verdicts = compare(documents, new Set(named), seed);
    if (cluster.pending.some(({ metadata }) => jobOf(metadata.name) !== metadata.name)) jobs++;
    if (!verdicts.has("ignored") && !verdicts.has("stricter")) exact++;
  }
  expect(exact).toBeGreaterThanOrEqual(atLeast(600));
  expect(jobs).toBeGreaterThanOrEqual(atLeast(500));
});

test("what runs by the scheduler's leave is a plan of the instance, wherever it runs", () => {
  const count = drawn(1200);
  let checked = 0;
  for (let seed = first; seed < first + count; seed++) {
    const { nodes, pending } = randomCluster(seed);
    const [places] = reachable(nodes, [], pending).slice(seed % 3);
    if (places === undefined) continue;
    const bound = pending.map((pod): RawPod => {
      return { ...pod, spec: { ...pod.spec, nodeName: places.get(pod.metadata.name) } };
    });
    const cluster = objects({ nodes, bound, pending: [] });
    const imported = importKubernetes(cluster, { ...OPTIONS, withRunning: true });
    const instance = parseInstance(imported.document);
    const plan = parsePlan(imported.earlier, instance);
    expect(placesOf(instance, plan, imported.origin)).toBe(textOf(places));
    // Where a rule is said more strictly, what runs may break it.
    if (imported.findings.some(({ verdict }) => verdict === "stricter")) continue;
    const verdict = verify(instance, plan);
    expect(verdict.ok || verdict.violations, `seed ${seed}`).toBe(true);
    checked++;
  }
  expect(checked).toBeGreaterThanOrEqual(atLeast(300));
});
