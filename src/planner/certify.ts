import { formulate } from "../../models/formulate.ts";
import { begin, drive } from "./drive.ts";
import { admittedLimits } from "./limits.ts";
import { fitOf, goalReached, type LevelTask } from "./method.ts";
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
 * closed on a bound of ours without a certificate gets one where prices come to the same bound. `ended`: why the level ended; `seconds`: what it took.
 */
export async function certify(task: LevelTask, ended: Termination, seconds: number): Promise<void> {
  const { incumbent, goal } = task;
  const { bound, instance } = incumbent;
  if (bound === undefined || bound.certificate !== undefined || instance.mode === "schedule")
    return;
  const isOver = ended === "completed" || goalReached(incumbent, goal);
  if (bound.proof === "claimed") {
    if (isOver) await proveLevel(task, Math.max(LEAST_PROOF, 1000 * seconds));
  } else if (incumbent.closed && bound.source !== "zero") await raisePrices(task);
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

async function raisePrices(task: LevelTask): Promise<void> {
  const { incumbent, clock } = task;
  const { instance } = incumbent;
  if (fitOf(prices, task) !== true) return;
  if (instance.tasks.length * instance.resources.length > MOST_PAIRS) return;
  // The level has reached its goal already: what is looked for is the certificate.
  const open = { ...task, goal: { gap: -1, slack: -1 } };
  let steps = 0;
  await drive(open, begin(prices, task), {
    enough: () =>
      incumbent.bound?.certificate !== undefined ||
      ++steps >= STEPS ||
      clock.stopped() !== undefined,
  });
}
