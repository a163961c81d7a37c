import type { Edit } from "../edit/draft.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import type { DocumentRequirement, Lever } from "./requirements/requirement.ts";
import type { Asker, Feasibility } from "./verdict.ts";

/** A change of one requirement with which there is a plan. */
export interface Repair {
  readonly requirement: DocumentRequirement;
  /** What to do. */
  readonly text: string;
  /** The value to set, in the unit of the lever; absent where the requirement is given up whole. */
  readonly value?: number;
  /** The largest value for which it is proven that there is no plan; absent beside an absent value. */
  readonly tooLittle?: number;
  /** True if it is proven that no smaller change of this requirement is enough. */
  readonly isLeast: boolean;
  /** A plan of the document with this change and no other. */
  readonly plan: VerifiedPlan;
  /** Makes the change. */
  readonly edit: Edit;
}

/** Questions about one lever at most. */
const MOST_QUESTIONS = 24;

/**
 * The least change of one requirement after which the document has a plan, or undefined if giving it up is not known to be
 * enough. Quick proofs raise what is too little, plans lower what is enough; between them, halves.
 */
export async function repairOf(
  requirement: DocumentRequirement,
  asker: Asker,
): Promise<Repair | undefined> {
  const { lever, relax } = requirement;
  if (lever === undefined) {
    const verdict = await asker.ask([relax]);
    if (verdict.kind !== "plan") return undefined;
    const { plan } = verdict;
    return { requirement, text: `without ${requirement.text}`, isLeast: true, plan, edit: relax };
  }
  const step = stepOf(lever, asker);
  const found =
    lever.least === undefined
      ? await leastValue(lever, step, asker)
      : await optimum(lever, lever.least, asker);
  if (found === undefined) return undefined;
  const { value, plan, tooLittle, isLeast } = found;
  return {
    ...{ requirement, text: lever.text(value), value, tooLittle, plan },
    ...{ isLeast, edit: lever.set(value) },
  };
}

function stepOf(lever: Lever, asker: Asker): number {
  const widest = lever.step === undefined ? undefined : asker.instanceOf([lever.set(lever.to)]);
  return widest === undefined ? 1 : (lever.step?.(widest) ?? 1);
}

interface Least {
  readonly value: number;
  readonly plan: VerifiedPlan;
  readonly tooLittle: number;
  /** True if nothing between the two could be enough. */
  readonly isLeast: boolean;
}

/** Where the least value is the optimum of an objective: a bound of it says what is too little. */
async function optimum(
  { from, to, set }: Lever,
  objective: "cost" | "makespan",
  asker: Asker,
): Promise<Least | undefined> {
  const found = await asker.least([set(to)], objective);
  if (found === undefined) return undefined;
  const value = Math.max(from + 1, found.value);
  const plan = await planWith([set(value)], found.plan, asker);
  if (plan === undefined) return undefined;
  const tooLittle = Math.min(value - 1, Math.max(from, found.bound - 1));
  return { value, plan, tooLittle, isLeast: tooLittle === value - 1 };
}

/** The same plan in the document after edits, or else another one that was found for these. */
async function planWith(
  edits: readonly Edit[],
  { plan }: VerifiedPlan,
  asker: Asker,
): Promise<VerifiedPlan | undefined> {
  const changed = asker.instanceOf(edits);
  const same = changed && verify(changed, plan);
  if (same?.ok) return same.plan;
  const verdict = await asker.ask(edits);
  return verdict.kind === "plan" ? verdict.plan : undefined;
}

/** Among `from`, the multiples of `step` above it, and `to`. */
async function leastValue(lever: Lever, step: number, asker: Asker): Promise<Least | undefined> {
  const { from, to, set } = lever;
  if (to <= from) return undefined;
  const base = Math.floor(from / step);
  const at = (k: number) => (k === 0 ? from : Math.min(to, (base + k) * step));
  const whole = Math.ceil(to / step) - base;
  let [enough, plan] = [whole + 1, undefined as VerifiedPlan | undefined];
  /** Takes a plan for at(k), and one for no more than it needs of that. */
  const take = async ({ instance, plan: found }: Found, k: number) => {
    [enough, plan] = [k, found];
    const need = Math.ceil((lever.need?.(instance, found.plan) ?? at(k)) / step) - base;
    if (need >= k || need < 1) return;
    const again = await asker.ask([set(at(need))]);
    if (again.kind === "plan") [enough, plan] = [need, again.plan];
  };
  let none = refutedUpTo(whole, (k) => asker.refutes([set(at(k))]), asker);
  // What was asked in vain is not proven to be too little.
  let passed = none;
  for (let asked = 0; enough - passed > 1 && asked < MOST_QUESTIONS && !asker.isOver(); asked++) {
    // Most often the quick proof is tight; else first whether anything is enough.
    const middle = passed + Math.floor((enough - passed) / 2);
    const k = asked === 0 ? passed + 1 : asked === 1 && plan === undefined ? whole : middle;
    const verdict = await asker.ask([set(at(k))]);
    if (verdict.kind === "plan") await take(verdict, k);
    else if (k === whole) return undefined;
    else passed = k;
    if (verdict.kind === "none" && verdict.proof === "ours") none = k;
  }
  if (plan === undefined) return undefined;
  return { value: at(enough), plan, tooLittle: at(none), isLeast: enough - none <= 1 };
}

type Found = Extract<Feasibility, { readonly kind: "plan" }>;

/** The largest k below `end` that quick proofs refute, found by halving; 0 is known to be refuted. */
function refutedUpTo(end: number, isRefuted: (k: number) => boolean, asker: Asker): number {
  let [low, high] = [0, end];
  while (high - low > 1 && !asker.isOver()) {
    const middle = low + Math.floor((high - low) / 2);
    if (isRefuted(middle)) low = middle;
    else high = middle;
  }
  return low;
}
