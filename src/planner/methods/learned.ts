import { PLACEMENTS } from "../../heuristics/handles.ts";
import { dealPlans } from "../../learn/policy/deal.ts";
import { loadPrices } from "../../learn/policy/pair-features.ts";
import { isFor, type Policy, predictShares } from "../../learn/policy/policy.ts";
import { makespanPolisher, type Polisher } from "../../learn/policy/polish.ts";
import type { Plan } from "../../plan/types.ts";
import type { Event, LevelEnd, LevelTask, Method } from "../method.ts";

/** Moves by task copy: after each deal, and of the rounds at the end. */
const FIRST_MOVES = 150;
const ROUND_MOVES = 600;
const ROUNDS = 3;

/**
 * Predicts a kind for each task by a trained policy, deals tasks out along the prediction, repairs what does not fit and
 * polishes makespans by annealing. Targets that the policy has not learned are left to what comes after.
 */
export const learned: Method = {
  name: "learned",
  role: "start",
  about: "plans along a learned policy",
  uses: "policy",
  after: ["prices"],
  handles: [PLACEMENTS],
  fits: (task) => task.policy !== undefined || "there is no policy",
  events: policyEvents,
};

function whyNot({ incumbent: { target, limits } }: LevelTask, policy: Policy): string | undefined {
  if (!isFor(policy, target)) {
    return `The policy learned plans for ${policy.objective}, so ${target.name} is planned by greedy and local search.`;
  }
  if (limits.length === 0) return undefined;
  return `${target.name} has limits of earlier levels, which the policy does not know.`;
}

function* policyEvents(task: LevelTask): Generator<Event, LevelEnd | undefined> {
  const { incumbent, policy, seed } = task;
  const { instance, target } = incumbent;
  if (policy === undefined) return undefined;
  const why = whyNot(task, policy);
  if (why !== undefined) return { termination: "completed", note: why };
  const certified = incumbent.certified ?? incumbent.bound;
  const prices = loadPrices(certified?.certificate);
  const bound = incumbent.bound?.value ?? 0;
  const polisher = makespanPolisher(instance, target, prices, bound);
  const shares = predictShares(policy, instance, target, certified);
  const copies = instance.taskOfCopy.length;
  let best: { readonly plan: Plan; readonly value: number } | undefined;
  for (const dealt of dealPlans(instance, target, shares, bound)) {
    const plan = polisher?.polish(dealt, FIRST_MOVES * copies, seed) ?? dealt;
    yield { plan };
    const value = polisher?.makespanOf(plan) ?? 0;
    if (best === undefined || value < best.value) best = { plan, value };
  }
  if (best === undefined) {
    return { termination: "completed", note: "No plan along the prediction keeps all rules." };
  }
  if (polisher !== undefined) yield* polishRounds(polisher, best.plan, ROUND_MOVES * copies, seed);
  return undefined;
}

function* polishRounds(
  polisher: Polisher,
  from: Plan,
  moves: number,
  seed: number,
): Generator<Event, void> {
  let plan = from;
  for (let round = 1; round <= ROUNDS; round++) {
    const better = polisher.polish(plan, moves, seed + round);
    if (better !== undefined) plan = better;
    yield better === undefined ? {} : { plan };
  }
}
