import { certified } from "../../bounds/prices/certified.ts";
import { taskCopyId } from "../../instance/ids.ts";
import type { Target } from "../../instance/targets.ts";
import { emptyPlan } from "../../plan/build.ts";
import type { PlanEvent } from "../../plan/event.ts";
import type { Bound } from "../../plan/types.ts";
import { wholePlan } from "../../plan/whole-plan.ts";
import { quietly } from "../../util/quietly.ts";
import type { Random } from "../../util/random.ts";
import { assignByPrices, type WideAssignment } from "./assign.ts";
import { type Candidates, findCandidates } from "./candidates.ts";
import { priceCertificate } from "./certificate.ts";
import { descendOnline } from "./descent.ts";
import { polish } from "./polish.ts";
import type { WideView } from "./view.ts";

/** Strengths of the epochs of online descent: a first bound and plan after the first ones, better ones after the others. */
const STAGES = [
  [1, 0.3, 0.1],
  [0.03, 0.01],
];
/** Moves of the first polishes by task copy; every further one is twice as long. */
const MOVES = 30;

/**
 * Plans and bounds of a wide instance for as long as the caller asks: prices by online descent, candidates at these
 * prices, a plan along them, their bound with its certificate, and the same again with finer prices; then plans polished
 * ever longer. All pairs are read about ten times in all. Equal seeds give equal events.
 */
export function* planWide(
  view: WideView,
  target: Target,
  random: Random,
): Generator<PlanEvent, void, void> {
  if (view.tasks === 0) return yield { plan: emptyPlan(), bound: NOTHING };
  let price: Float64Array | undefined;
  let best: Stage | undefined;
  for (const strengths of STAGES) {
    price = yield* quietly(descendOnline(view, random, strengths, price));
    const candidates = yield* quietly(findCandidates(view, price));
    if ("unplaced" in candidates) {
      const id = taskCopyId(view.instance, candidates.unplaced);
      return yield { infeasible: `${id} fits no resource.` };
    }
    const held = assignByPrices(view, candidates, price);
    if (held !== undefined) {
      yield* quietly(polish(view, candidates, held, MOVES * view.tasks, random));
      yield { plan: wholePlan(view.instance, held.at) };
      if (best === undefined || sumOf(held) < sumOf(best.held)) best = { candidates, held };
    }
    const most = largestPriced(candidates, price);
    const certificate = priceCertificate(view, price, most);
    const bound = certified(view.instance, target, "capacity-prices", certificate);
    yield bound === undefined ? {} : { bound };
  }
  if (best === undefined) return;
  const { candidates, held } = best;
  for (let moves = 2 * MOVES * view.tasks; ; moves *= 2) {
    yield* quietly(polish(view, candidates, held, moves, random));
    yield { plan: wholePlan(view.instance, held.at) };
  }
}

/** Candidates and an assignment to them. */
interface Stage {
  readonly candidates: Candidates;
  readonly held: WideAssignment;
}

function sumOf({ value }: WideAssignment): number {
  return value.reduce((sum, one) => sum + one, 0);
}

/** Without tasks. */
const NOTHING: Bound = { value: 0, source: "zero", proof: "ours" };

/** Twice what the dearest candidate costs at the prices; the cheapest pairs are among them. */
function largestPriced({ resource, load, value }: Candidates, price: Float64Array): number {
  let most = 1;
  for (let k = 0; k < resource.length; k++) {
    const r = resource[k];
    if (r >= 0) most = Math.max(most, Math.abs(value[k]) + load[k] * price[r]);
  }
  return 2 * most;
}
