import { isNowhere, meantInstead } from "../../instance/dimension-words.ts";
import type { Instance } from "../../instance/types.ts";
import { amountText, durationText } from "../../plan/wording.ts";
import { factsOf, leastValues, usableValue } from "../facts.ts";

/** A mandatory task that no resource can hold, or not as many as it has replicas. */
export function noPlace(instance: Instance): string | undefined {
  const { usable } = factsOf(instance);
  const { tasks, resources, pairs } = instance;
  const R = resources.length;
  for (const [t, task] of tasks.entries()) {
    if (task.optional) continue;
    const row = usable.subarray(t * R, t * R + R);
    if (!row.includes(1)) return misfit(instance, t);
    const one = { members: [{ task: t, copies: 1 }], times: 1 };
    const anything = usableValue(instance, pairs.cost);
    if (leastValues(instance, one, (r) => anything(t, r)) === undefined) {
      return `Task "${task.id}" needs ${task.replicas} replicas on ${where(instance, t)}, and only ${reach(instance, t)} can hold one.`;
    }
  }
  return undefined;
}

function where(instance: Instance, task: number): string {
  const { across } = instance.tasks[task];
  if (across === undefined) return "distinct resources";
  return `resources with distinct values of "${instance.domains[across].label}"`;
}

function reach(instance: Instance, task: number): number {
  const { usable } = factsOf(instance);
  const { resources, tasks, domains } = instance;
  const { across } = tasks[task];
  const entries = [...resources.keys()].filter((r) => usable[task * resources.length + r] === 1);
  return across === undefined
    ? entries.reduce((sum, r) => sum + resources[r].count, 0)
    : new Set(entries.map((r) => domains[across].of[r])).size;
}

/** Why a task is usable nowhere: the one thing that is short everywhere, else what the nearest lacks. */
function misfit(instance: Instance, task: number): string {
  const { tasks, resources, pairs } = instance;
  const R = resources.length;
  const name = `Task "${tasks[task].id}"`;
  const eligible = [...resources.keys()].filter((r) => pairs.eligible[task * R + r] === 1);
  if (eligible.length === 0) {
    const { unmatched } = tasks[task];
    const why = unmatched === undefined ? "" : `: ${unmatched}`;
    return `${name} is eligible on none of the resources${why}.`;
  }
  const obstacles = eligible.map((r) => obstaclesOf(instance, task, r));
  const shared = obstacles[0].find(({ kind }) =>
    obstacles.every((list) => list.some((obstacle) => obstacle.kind === kind)),
  );
  if (shared !== undefined) {
    const same = obstacles.flat().filter(({ kind }) => kind === shared.kind);
    // The one that misses by least, relative to the need, is worth telling.
    const nearest = same.reduce((a, b) => (b.missing < a.missing ? b : a));
    return `${name} ${nearest.everywhere}.`;
  }
  const nearest = obstacles.reduce(
    (best, list, i) => (list.length < obstacles[best].length ? i : best),
    0,
  );
  const lacks = obstacles[nearest].map(({ here }) => here).join("; ");
  return `${name} fits on no resource. The nearest is "${resources[eligible[nearest]].id}": ${lacks}.`;
}

interface Obstacle {
  readonly kind: string;
  /** Share of the need that is missing. */
  readonly missing: number;
  /** Said when the same is short on all eligible resources. */
  readonly everywhere: string;
  readonly here: string;
}

function obstaclesOf(instance: Instance, task: number, resource: number): Obstacle[] {
  const { dimensions, demand, resources, tasks, domains } = instance;
  const list: Obstacle[] = [];
  const { across, divisible } = tasks[task];
  dimensions.forEach(({ name }, d) => {
    const { perPair, values } = demand[d];
    const need = values[perPair ? task * resources.length + resource : task];
    const has = resources[resource].capacity[d];
    if (divisible ? need === 0 || has > 0 : need <= has) return;
    const wanted = `needs ${amountText(instance, d, need)} ${name}`;
    const largest = `the largest eligible resource has ${amountText(instance, d, has)}`;
    list.push({
      kind: name,
      missing: (need - has) / need,
      everywhere: `${wanted}, ${isNowhere(instance, d) ? `and no resource has any${meantInstead(instance, d)}` : largest}`,
      here: `${wanted}, has ${amountText(instance, d, has)}`,
    });
  });
  if (across !== undefined && domains[across].of[resource] < 0) {
    const text = `no label "${domains[across].label}"`;
    list.push({
      kind: "label",
      missing: 1,
      everywhere: `finds ${text} for its replicas`,
      here: text,
    });
  }
  return [...list, ...timeObstacle(instance, task, resource)];
}

function timeObstacle(instance: Instance, task: number, resource: number): Obstacle[] {
  if (instance.mode === "placement") return [];
  const { release, deadline = Infinity } = instance.tasks[task];
  const { from, until = Infinity } = instance.resources[resource];
  const runtime = instance.pairs.runtime[task * instance.resources.length + resource];
  const time = Math.min(deadline, until) - Math.max(release, from);
  if (runtime <= time) return [];
  const text = `runs ${durationText(runtime)}`;
  const left = time > 0 ? `only ${durationText(time)} is left` : "no time is left";
  return [
    {
      kind: "time",
      missing: runtime - time,
      everywhere: `${text}, and ${left} between its times and those of its best resource`,
      here: `${text}, and ${left}`,
    },
  ];
}
