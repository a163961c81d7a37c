import { isMakespan } from "../../bounds/schedule/makespan.ts";
import { SCHEDULES } from "../../heuristics/handles.ts";
import { followWishes } from "../../heuristics/schedule/follow.ts";
import { placementsOf } from "../../heuristics/schedule/load-plan.ts";
import { type ShopModel, shopModel } from "../../heuristics/schedule/shop/model.ts";
import { type ShopSchedule, tabuSearch } from "../../heuristics/schedule/shop/tabu.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import { evaluateTarget } from "../../plan/evaluate.ts";
import type { Plan } from "../../plan/types.ts";
import { verify } from "../../plan/verify.ts";
import { makeRandom } from "../../util/random.ts";
import type { Incumbent } from "../incumbent.ts";
import type { Event, LevelTask, Method } from "../method.ts";
import { perLevel } from "./per-level.ts";

/** Moves on longest paths where machines do one thing at a time. */
export const tabu: Method = {
  name: "tabu",
  role: "improve",
  about: "moves on a longest path of shops, whose hosts do one task at a time, for makespans",
  source: "tabu search",
  needsPlan: () => true,
  patience: () => ({ most: 4000, stale: 400 }),
  handles: [SCHEDULES],
  fits: ({ incumbent }) => {
    if (!isMakespan(incumbent.target)) return "the objective is no single makespan";
    return (
      shopOf(incumbent) !== undefined ||
      "it is no shop: hosts do several tasks at a time, or there is more to it"
    );
  },
  events: tabuEvents,
};

const shopOf = perLevel(({ instance }) => {
  const view = scheduleView(instance);
  const model = view && shopModel(view);
  return model && { view, model };
});

function* tabuEvents({ incumbent, seed }: LevelTask): Generator<Event, void> {
  const shop = shopOf(incumbent);
  const start = incumbent.plan?.plan;
  if (shop === undefined || start === undefined) return;
  const { view, model } = shop;
  const given = (plan: Plan) => scheduleIn(shop, plan);
  const { factor } = incumbent.target.terms[0];
  const length = () => (incumbent.value ?? Infinity) / factor;
  const heard = (shorterThan: number) =>
    incumbent.plan !== undefined && length() < shorterThan ? given(incumbent.plan.plan) : undefined;
  const first = given(start);
  if (first === undefined) return;
  for (const found of tabuSearch(model, first, heard, makeRandom(seed))) {
    if (found === undefined || found.length >= length()) {
      yield {};
      continue;
    }
    const plan = followWishes(view, wishesOf(model, found));
    yield plan !== undefined && admits(incumbent, plan) ? { plan } : {};
  }
}

function admits({ instance, limits }: Incumbent, plan: Plan): boolean {
  return (
    verify(instance, plan).ok &&
    limits.every(({ target, atMost }) => evaluateTarget(instance, plan, target) <= atMost)
  );
}

function wishesOf({ copyOf, entryOf }: ShopModel, { machineOf, start }: ShopSchedule) {
  return Array.from(copyOf, (copy, i) => ({
    ...{ copy, start: start[i] },
    entries: new Set([entryOf[machineOf[i]]]),
  }));
}

/** Machines and starts of a plan; undefined where a task copy is nowhere. */
function scheduleIn(
  { view, model }: NonNullable<ReturnType<typeof shopOf>>,
  plan: Plan,
): Pick<ShopSchedule, "machineOf" | "start"> | undefined {
  const machine = new Map(Array.from(model.resourceOf, (copy, k) => [copy, k]));
  const placed = new Map(placementsOf(view, plan).map((one) => [one.copy, one]));
  const found = Array.from(model.copyOf, (copy) => placed.get(copy));
  const machineOf = found.map((one) => machine.get(one?.places[0]?.copy ?? -1));
  if (machineOf.includes(undefined)) return undefined;
  return {
    machineOf: Int32Array.from(machineOf as number[]),
    start: Float64Array.from(found, (one) => one?.start ?? 0),
  };
}
