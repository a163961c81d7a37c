import type { LevelLimit } from "../../models/types.ts";
import { priceSteps } from "../bounds/prices/prices.ts";
import { planFleet } from "../heuristics/fleet/plan-fleet.ts";
import { FLEET_COPIES, isFleet, type PriceCertificate } from "../heuristics/fleet/pools.ts";
import { countsTransfers } from "../instance/links.ts";
import type { Certificate } from "../plan/certificate/types.ts";
import { solveAlongside } from "./alongside.ts";
import { breathe } from "./clock.ts";
import { listOf } from "./core-methods.ts";
import { type CoreProblem, coreProblemOf } from "./core-problem.ts";
import { raceOnCore } from "./core-race.ts";
import { offerGreedyPlans } from "./greedy.ts";
import { offerIdentical, PATIENCE } from "./identical.ts";
import { offerLearned } from "./learned.ts";
import { improveBriefly } from "./local.ts";
import { goalReached, type LevelEnd, type LevelTask, type Method } from "./method.ts";
import { offerPackings } from "./packing.ts";
import { refuteByConfigurations, refuteByOthers } from "./refute.ts";
import { shareResolution } from "./resolution.ts";
import { offerPricedStages, offerStages } from "./stages.ts";
import { hasManyPairs, offerWide } from "./wide.ts";

/**
 * Looks at what the instance is and runs what suits it, cheap things first, until the goal is reached: prices on the fly
 * where pairs are very many, the dynamic program of stages, makespans of identical resources, price bounds with certificates, fleets by counts; on a pure core
 * proof and search side by side; else greedy plans, a short local search, configurations where packing is the difficulty, and the integer program
 * with local search and neighbourhoods beside it.
 */
export const auto: Method = {
  name: "auto",
  usesSolver: true,
  run: async (task) => {
    for (const step of STEPS) {
      const end = await step(task);
      const stopped = task.clock.stopped();
      if (goalReached(task.incumbent, task.goal)) return { termination: "completed" };
      if (stopped !== undefined) return { termination: stopped };
      if (end !== undefined) return end;
    }
    return { termination: "completed" };
  },
};

/** One thing to try; the end of the level if nothing should come after it. */
type Step = (task: LevelTask) => Promise<LevelEnd | undefined>;

const STEPS: readonly Step[] = [
  offerList,
  offerWide,
  async (task) => void (await offerStages(task)),
  async (task) => void (await offerIdentical(task, PATIENCE)),
  raisePrices,
  async (task) => void (await offerPricedStages(task)),
  offerFleet,
  race,
  startLearned,
  offerGreedy,
  polish,
  pack,
  refute,
  solveProgram,
];

/** On a pure core a list costs no time, and whoever stops early has a plan. */
async function offerList(task: LevelTask): Promise<undefined> {
  const problem = coreOf(task);
  const list = problem && listOf(problem.core);
  if (problem === undefined || list === undefined) return;
  task.incumbent.offer(problem.planOf(list), "list");
  task.clock.spend();
}

/** Every bound that comes with a certificate; kept even where another bound is as good, because it can be checked. */
async function raisePrices(task: LevelTask): Promise<undefined> {
  const { incumbent, clock } = task;
  // Prices on the fly come near these in a fraction of the passes.
  const { instance, target } = incumbent;
  const isNear = hasManyPairs(task) && !countsTransfers(instance, target);
  if (isNear && incumbent.bound?.certificate !== undefined) return;
  let bounds = 0;
  let longest = 0;
  let resumed = clock.seconds();
  for (const bound of priceSteps(instance, target, undefined, limitsOf(task))) {
    longest = Math.max(longest, clock.seconds() - resumed);
    if (bound !== undefined) incumbent.raise(bound);
    clock.spend();
    // The first is far off; the best may take long.
    if (bound !== undefined && ++bounds === 2) await offerPricedStages(task);
    if (clock.stopped() !== undefined) return;
    // Checking a bound reads all pairs in one go: there may be no time for another.
    if ((clock.left() ?? Infinity) < 1000 * longest) return;
    await breathe();
    resumed = clock.seconds();
  }
}

async function offerFleet(task: LevelTask): Promise<undefined> {
  const { incumbent, clock, goal } = task;
  const { instance, target, bound, limits } = incumbent;
  const certificate = bound?.certificate;
  if (bound === undefined || certificate === undefined || !isPrices(certificate)) return;
  if (!hasLargeClasses(task) || isFleet(instance, target) !== true) return;
  for (const plan of planFleet(instance, target, { value: bound.value, certificate }, limits)) {
    if (plan !== undefined) incumbent.offer(plan, "fleet");
    clock.spend();
    if (goalReached(incumbent, goal) || clock.stopped() !== undefined) return;
    await breathe();
  }
}

/** The limits of earlier levels as the incumbent applies them. */
function limitsOf({ incumbent: { instance, limits } }: LevelTask): readonly LevelLimit[] {
  return limits.map(({ target, atMost }) => ({
    target,
    atMost: atMost + shareResolution(instance, target),
  }));
}

function isPrices(certificate: Certificate): certificate is PriceCertificate {
  return certificate.kind.endsWith("-prices") && certificate.kind !== "assignment-prices";
}

function hasLargeClasses({ incumbent }: LevelTask): boolean {
  return incumbent.instance.taskOfCopy.length >= FLEET_COPIES;
}

/** What a policy says, where the caller has one. */
async function startLearned(task: LevelTask): Promise<undefined> {
  if (task.policy !== undefined) await offerLearned(task);
}

/** Greedy plans, unless a fleet plan of so many copies is there already: they would take long and be worse. */
async function offerGreedy(task: LevelTask): Promise<LevelEnd | undefined> {
  if (task.incumbent.start !== undefined) return undefined;
  const end = await offerGreedyPlans(task);
  return end.termination === "completed" || end.termination === "unsupported" ? undefined : end;
}

const CORES = new WeakMap<LevelTask, { readonly problem: CoreProblem | undefined }>();

/** The pure core of a level, worked out once. Limits of earlier levels are no part of a pure core. */
function coreOf(task: LevelTask): CoreProblem | undefined {
  const { instance, target, limits } = task.incumbent;
  if (limits.length > 0 || hasManyPairs(task) || instance.pairs.features !== undefined) {
    return undefined;
  }
  const held = CORES.get(task) ?? { problem: coreProblemOf(instance, target) };
  CORES.set(task, held);
  return held.problem;
}

async function race(task: LevelTask): Promise<LevelEnd | undefined> {
  const problem = coreOf(task);
  if (problem === undefined) return undefined;
  const { incumbent, clock, goal } = task;
  if (incumbent.start === undefined) {
    await offerGreedyPlans(task);
    if (incumbent.plan === undefined) await refuteByConfigurations(task);
    if (goalReached(incumbent, goal) || clock.stopped() !== undefined) return undefined;
  }
  const end = await raceOnCore(task, problem);
  // A core without any assignment is left to the integer program: two methods must agree that there is no plan.
  const empty = task.incumbent.plan === undefined && end.termination === "completed";
  return empty ? undefined : end;
}

/** Better starts for what follows, in a counted amount of work. */
async function polish(task: LevelTask): Promise<undefined> {
  await improveBriefly(task);
}

async function pack(task: LevelTask): Promise<undefined> {
  await offerPackings(task);
}

/** Bounds of what else is limited, where no plan is known. */
async function refute(task: LevelTask): Promise<undefined> {
  // Of a pure core that was asked before.
  if (coreOf(task) === undefined) await refuteByConfigurations(task);
  await refuteByOthers(task, raisePrices);
}

async function solveProgram(task: LevelTask): Promise<LevelEnd> {
  const end = await solveAlongside(task);
  const tooLarge = end.termination === "unsupported" && task.incumbent.plan !== undefined;
  return tooLarge ? { ...end, termination: "completed" } : end;
}
