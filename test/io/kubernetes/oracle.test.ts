import { expect, test } from "vitest";
import { resourceCopyId, taskCopyId } from "../../../src/instance/ids.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { importKubernetes } from "../../../src/io/kubernetes/import.ts";
import type { ClusterOrigin } from "../../../src/io/kubernetes/origin.ts";
import type { Plan } from "../../../src/plan/types.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";
import { feasiblePlans } from "../../support/enumerate.ts";
import { objects } from "./objects.ts";
import { randomCluster } from "./random-cluster.ts";
import { type Places, reachable } from "./scheduler.ts";

const OPTIONS = { name: "drawn", isOptional: false, withRunning: false, runtimes: new Map() };

/** Where each pod is in a plan, by the names that the origin gives. */
function placesOf(instance: Instance, plan: Plan, origin: ClusterOrigin): Places {
  const pods = new Map<string, string>();
  for (const [id, rows] of Object.entries(origin.tasks)) {
    let copy = 0;
    const total = rows.reduce((sum, { copies }) => sum + copies, 0);
    for (const { name, copies } of rows) {
      for (let k = 0; k < copies; k++) pods.set(total === 1 ? id : `${id}#${++copy}`, name);
    }
  }
  const nodes = new Map(
    Object.entries(origin.resources).flatMap(([id, of]) =>
      of.map(({ name }, k) => [of.length === 1 ? id : `${id}#${k + 1}`, name] as const),
    ),
  );
  return new Map(
    [...plan.task].map((task, k) => [
      pods.get(taskCopyId(instance, task))!,
      nodes.get(resourceCopyId(instance, plan.resource[k]))!,
    ]),
  );
}

const textOf = (places: Places) =>
  [...places]
    .map((pair) => pair.join("="))
    .sort()
    .join(" ");

test("an imported cluster allows what the scheduler allows, pod by pod and all together", () => {
  const count = drawn(1200);
  let [exact, stricter, feasible] = [0, 0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const cluster = randomCluster(seed);
    const { document, origin, findings } = importKubernetes(objects(cluster), OPTIONS);
    const instance = parseInstance(document);
    const planned = new Set(
      [...feasiblePlans(instance)].map((plan) => textOf(placesOf(instance, plan, origin))),
    );
    const real = new Set(reachable(cluster.nodes, cluster.bound, cluster.pending).map(textOf));
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
    if (verdicts.has("ignored")) continue;
    if (verdicts.has("stricter")) stricter++;
    else exact++;
    if (real.size > 0) feasible++;
  }
  expect(exact).toBeGreaterThanOrEqual(atLeast(700));
  expect(stricter).toBeGreaterThanOrEqual(atLeast(10));
  expect(feasible).toBeGreaterThanOrEqual(atLeast(200));
});
