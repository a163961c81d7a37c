import { formulate } from "../../models/formulate.ts";
import { plainLevelBound, plainSumBound } from "../bounds/prices/plain.ts";
import { begin, drive } from "./drive.ts";
import { admittedLimits } from "./limits.ts";
import { fitOf, goalReached, type LevelTask, type Method } from "./method.ts";
import { branch, isBriefDone, isLight } from "./methods/core.ts";
import { prices } from "./methods/prices.ts";
import { narrowing } from "./methods/solver-events.ts";
import { proveClaim } from "./prove-claim.ts";
import type { Termination } from "./types.ts";

/** More pairs of entries than this make a pass over the prices slow. */
const MOST_PAIRS = 1_000_000;

/** Where prices come to a bound that is this easy, they do so soon: events at most. */
const STEPS = 60;

/** Milliseconds that a proof of a claim may take; as long again as the level took if that is more. */
const LEAST_PROOF = 500;

/**
 * What is proven should be there for others to check: a level that ended on a claim of a solver is proven anew, and one that
 * closed on a bound of ours without a certificate gets one where prices, or on a small pure core a search, come to the same bound.
 * A level that was left before it had any gets the plainest. `ended`: why the level ended; `seconds`: what it took.
 */
export async function certify(task: LevelTask, ended: Termination, seconds: number): Promise<void> {
  const { incumbent, goal } = task;
  const { bound, instance, target } = incumbent;
  if (bound === undefined || bound.certificate !== undefined || instance.mode === "schedule")
    return;
  const isSmall = instance.tasks.length * instance.resources.length <= MOST_PAIRS;
  const plain = isSmall && incumbent.certified === undefined && plainSumBound(instance, target);
  if (plain) incumbent.raise(plain);
  const isOver = ended === "completed" || goalReached(incumbent, goal);
  if (bound.proof === "claimed") {
    if (isOver) await proveLevel(task, Math.max(LEAST_PROOF, 1000 * seconds));
  } else if (isSmall && incumbent.closed && bound.source !== "zero") await proveAgain(task);
}

/** From what takes no search to what takes some, until one comes to the bound. */
async function proveAgain(task: LevelTask): Promise<void> {
  const { incumbent } = task;
  const { instance, target, bound } = incumbent;
  const plain = bound && plainLevelBound(instance, target, bound.value);
  if (plain !== undefined) incumbent.raise(plain);
  await raise(task, prices, (steps) => steps >= STEPS);
  if (isLight(task)) await raise(task, branch, (steps) => isBriefDone(task, steps));
}

async function proveLevel(task: LevelTask, milliseconds: number): Promise<void> {
  const { incumbent, clock } = task;
  const { instance, target } = incumbent;
  if (clock.stopped() !== undefined) return;
  const encoding = formulate(instance, target, admittedLimits(incumbent));
  if ("unsupported" in encoding) return;
  const { bound } = await proveClaim(task, encoding, narrowing(incumbent), milliseconds);
  if (bound !== undefined) incumbent.raise(bound);
}

/** Lets a method go on for the certificate alone: the level has reached its goal already. */
async function raise(
  task: LevelTask,
  method: Method,
  isLong: (steps: number) => boolean,
): Promise<void> {
  const { incumbent, clock } = task;
  const isOver = () => incumbent.bound?.certificate !== undefined || clock.stopped() !== undefined;
  if (isOver() || fitOf(method, task) !== true) return;
  const open = { ...task, goal: { gap: -1, slack: -1 } };
  let steps = 0;
  await drive(open, begin(method, task), { enough: () => isOver() || isLong(++steps) });
}
