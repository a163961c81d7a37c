import { planWide } from "../../heuristics/wide/plan-wide.ts";
import { WIDE, wideView } from "../../heuristics/wide/view.ts";
import type { Instance } from "../../instance/types.ts";
import { makeRandom } from "../../util/random.ts";
import type { Event, LevelTask, Method } from "../method.ts";
import { perLevel } from "./per-level.ts";

/** Pairs of entries from which on prices over all of them take long, and plans should not wait for them. */
const LEAST_PAIRS = 2_000_000;
/** Task copies of one entry from which on counts say more. */
const MOST_COPIES = 4;
const MOST_CORE_PAIRS = 4_000_000;
/** Plans after which other methods take over, or, without any limit, more bring next to nothing. */
const MOST_PLANS = 4;

/** Plans and a bound by prices where pairs are very many; the only method where they are too many for tables. */
export const wide: Method = {
  name: "wide",
  role: "improve",
  about: "prices on the fly and a plan annealed along them, where pairs are very many",
  source: "prices on the fly",
  hasLongSlices: true,
  handles: [WIDE],
  fits: ({ incumbent }) => {
    if (!hasManyPairs(incumbent.instance)) {
      return `there are fewer than ${LEAST_PAIRS.toLocaleString("en")} pairs of entries, or most entries stand for many copies`;
    }
    const view = viewOf(incumbent);
    return typeof view === "string" ? view : true;
  },
  events: wideEvents,
};

const viewOf = perLevel(({ instance, target }) => wideView(instance, target));

function* wideEvents({ incumbent, clock, seed }: LevelTask): Generator<Event, void> {
  const { instance, target } = incumbent;
  const view = viewOf(incumbent);
  if (typeof view === "string") return;
  const isEndless = clock.left() === undefined && clock.workLeft() === undefined;
  let left = isTooLarge(instance) && !isEndless ? Number.POSITIVE_INFINITY : MOST_PLANS;
  for (const event of planWide(view, target, makeRandom(seed))) {
    yield event;
    if (event.plan !== undefined && --left <= 0) return;
  }
}

/** Pairs past which no other method gets further than prices and an annealed plan along them. */
function isTooLarge({ tasks, resources }: Instance): boolean {
  return tasks.length * resources.length > MOST_CORE_PAIRS;
}

/** True if pairs of entries are very many, and most entries stand for one copy or few, or there is no table of them. */
export function hasManyPairs({ pairs, tasks, resources, taskOfCopy }: Instance): boolean {
  if (pairs.features !== undefined) return true;
  const isDiverse = taskOfCopy.length <= MOST_COPIES * tasks.length;
  return tasks.length * resources.length >= LEAST_PAIRS && isDiverse;
}
