import { priceBounds } from "../bounds/prices/prices.ts";
import { dealPlans } from "../learn/policy/deal.ts";
import { loadPrices } from "../learn/policy/pair-features.ts";
import { isFor, type Policy, predictShares } from "../learn/policy/policy.ts";
import { makespanPolisher, type Polisher } from "../learn/policy/polish.ts";
import type { Plan } from "../plan/types.ts";
import { breathe } from "./clock.ts";
import { offerGreedyPlans } from "./greedy.ts";
import { improveBriefly } from "./local.ts";
import { goalReached, type LevelEnd, type LevelTask, type Method } from "./method.ts";

/** Moves by task copy: after each deal, and of the rounds at the end. */
const FIRST_MOVES = 150;
const ROUND_MOVES = 600;
const ROUNDS = 3;

/**
 * Predicts a kind for each task by a trained policy, deals tasks out along the prediction, repairs what does not fit and
 * polishes by annealing or local search; beside it the same price bounds as `auto` has, so that the gap is known. Targets that
 * the policy has not learned are planned greedily and polished.
 */
export const learned: Method = {
  name: "learned",
  usesSolver: false,
  usesPolicy: true,
  run: async (task) => {
    const { incumbent, clock, goal } = task;
    await raisePrices(task);
    const note = await offerLearned(task);
    const stopped = clock.stopped();
    if (goalReached(incumbent, goal)) return { termination: "completed" };
    if (stopped !== undefined) return { termination: stopped };
    if (incumbent.start === undefined) {
      const end = await offerGreedyPlans(task);
      if (incumbent.plan === undefined || end.termination !== "completed") return end;
    }
    if (note !== undefined) await improveBriefly(task);
    const termination = clock.stopped() ?? "completed";
    return note === undefined ? { termination } : { termination, note };
  },
};

async function raisePrices({ incumbent, clock }: LevelTask): Promise<void> {
  const { instance, target, limits } = incumbent;
  if (limits.length > 0) return;
  for (const bound of priceBounds(instance, target)) {
    incumbent.raise(bound);
    clock.spend();
    if (clock.stopped() !== undefined) return;
  }
  await breathe();
}

/**
 * Offers what the task's policy says, polished; a sentence why it has nothing to say. Requires that price bounds have been
 * raised.
 */
export async function offerLearned(task: LevelTask): Promise<LevelEnd["note"]> {
  const { incumbent, policy } = task;
  const { instance, target, limits } = incumbent;
  if (policy === undefined) return "There is no policy.";
  if (!isFor(policy, target)) {
    return `The policy learned plans for ${policy.objective}, so ${target.name} is planned by greedy and local search.`;
  }
  if (limits.length > 0)
    return `${target.name} has limits of earlier levels, which the policy does not know.`;
  const certified = incumbent.certified ?? incumbent.bound;
  const prices = loadPrices(certified?.certificate);
  const bound = incumbent.bound?.value ?? 0;
  const polisher = makespanPolisher(instance, target, prices, bound);
  const found = await offerDeals(task, policy, polisher);
  if (found === undefined) return "No plan along the prediction keeps all rules.";
  if (polisher === undefined) await improveBriefly(task);
  else await polishRounds(task, polisher, found);
  return undefined;
}

async function offerDeals(
  task: LevelTask,
  policy: Policy,
  polisher: Polisher | undefined,
): Promise<Plan | undefined> {
  const { incumbent, clock, goal, seed } = task;
  const { instance, target } = incumbent;
  const bound = incumbent.bound?.value ?? 0;
  const shares = predictShares(policy, instance, target, incumbent.certified ?? incumbent.bound);
  const copies = instance.taskOfCopy.length;
  const moves = FIRST_MOVES * copies;
  let best: { readonly plan: Plan; readonly value: number } | undefined;
  for (const dealt of dealPlans(instance, target, shares, bound)) {
    const plan = polisher?.polish(dealt, moves, seed) ?? dealt;
    incumbent.offer(plan, "learned");
    const value = polisher?.makespanOf(plan) ?? 0;
    if (best === undefined || value < best.value) best = { plan, value };
    clock.spend();
    if (goalReached(incumbent, goal) || clock.stopped() !== undefined) break;
    await breathe();
  }
  return best?.plan;
}

async function polishRounds(task: LevelTask, polisher: Polisher, from: Plan): Promise<void> {
  const { incumbent, clock, goal, seed } = task;
  const moves = ROUND_MOVES * incumbent.instance.taskOfCopy.length;
  let plan = from;
  for (let round = 1; round <= ROUNDS; round++) {
    if (goalReached(incumbent, goal) || clock.stopped() !== undefined) return;
    const better = polisher.polish(plan, moves, seed + round);
    clock.spend();
    if (better !== undefined) {
      plan = better;
      incumbent.offer(plan, "learned");
    }
    await breathe();
  }
}
