import type { Edit } from "../edit/draft.ts";
import type { DocumentRequirement } from "./requirements/requirement.ts";
import type { Asker, Feasibility } from "./verdict.ts";

/** One requirement of a conflict. */
export interface ConflictMember {
  readonly requirement: DocumentRequirement;
  /** True if the others have a plan that was verified: without this one they are no conflict. */
  readonly isNeeded: boolean;
}

/** Requirements that no plan keeps together. */
export interface Conflict {
  readonly members: readonly ConflictMember[];
  /** Whose word it is that they cannot all be kept: a solver's is only claimed. */
  readonly proof: "ours" | "claimed";
  /** A sentence on why, in the words of what is left of the document. */
  readonly reason: string;
  /** Leave of a document only the members. */
  readonly only: readonly Edit[];
  /** True if every member is needed, so that each smaller set has a plan. */
  readonly isMinimal: boolean;
}

/**
 * A smallest conflict among requirements (an irreducible one: each of its members is needed), or what was seen of the whole where it
 * has a plan or time ended first. Found by dividing (QuickXplain: Ulrich Junker, 2004, "QUICKXPLAIN: Preferred
 * explanations and relaxations for over-constrained problems", AAAI-04), about 2 k log(n / k) questions for k of n, answered by
 * quick proofs where these refute the whole; then each member is left out once more, and a plan looked for (deletion
 * filter: Chinneck & Dravnieks, 1991, https://doi.org/10.1287/ijoc.3.2.157). What is not decided counts as having a plan: then more
 * may stay than is needed, and each such member says so.
 */
export async function smallestConflict(
  requirements: readonly DocumentRequirement[],
  asker: Asker,
): Promise<Conflict | Feasibility> {
  const editsFor = (kept: readonly DocumentRequirement[]) => editsOf(requirements, kept);
  const keeping = (kept: readonly DocumentRequirement[]) => asker.ask(editsFor(kept));
  const whole = await keeping(requirements);
  if (whole.kind !== "none") return whole;
  // One proof all the way: what is left is then what its sentence speaks of.
  const proof = asker.quickProof();
  const ask = async (kept: readonly DocumentRequirement[]) =>
    proof === undefined ? (await keeping(kept)).kind !== "none" : !proof(editsFor(kept));
  const holds: Holds = Object.assign(ask, { isOver: asker.isOver });
  let kept = await divide([], false, requirements, holds);
  kept = await fewestCopies(kept, holds);
  let refuted = await keeping(kept);
  // Where questions stayed open the parts need not be one conflict together.
  if (refuted.kind !== "none") [kept, refuted] = [requirements, whole];
  return await filtered(kept, refuted, editsFor, asker);
}

/** The members that are needed, or of which that is not known. */
async function filtered(
  conflict: readonly DocumentRequirement[],
  refuted: Refutation,
  editsFor: (kept: readonly DocumentRequirement[]) => readonly Edit[],
  asker: Asker,
): Promise<Conflict> {
  const keeping = (kept: readonly DocumentRequirement[]) => asker.ask(editsFor(kept));
  let [left, last] = [conflict, refuted];
  const members: ConflictMember[] = [];
  for (const requirement of conflict) {
    if (asker.isOver()) {
      members.push({ requirement, isNeeded: false });
      continue;
    }
    const others = left.filter((one) => one !== requirement);
    let without = await keeping(others);
    if (without.kind === "none") {
      [left, last] = [others, without];
      continue;
    }
    // Of several copies it may be fewer, and the last one of them must be needed; without that one it is given up whole.
    const whole = without;
    let needed = requirement;
    for (let { copies } = needed; copies !== undefined && copies.count > 1; ) {
      const fewer = copies.atMost(copies.count - 1);
      const replaced = left.map((one) => (one === needed ? fewer : one));
      without = await keeping(replaced);
      if (without.kind !== "none") break;
      [left, last, needed, copies] = [replaced, without, fewer, fewer.copies];
      if (fewer.copies?.count === 1) without = whole;
    }
    members.push({ requirement: needed, isNeeded: without.kind === "plan" });
  }
  return {
    ...{ members, proof: last.proof, reason: last.reason, only: editsFor(left) },
    isMinimal: members.every(({ isNeeded }) => isNeeded),
  };
}

type Refutation = Extract<Feasibility, { readonly kind: "none" }>;

/** Gives up all requirements but those that are kept. */
function editsOf(
  all: readonly DocumentRequirement[],
  kept: readonly DocumentRequirement[],
): readonly Edit[] {
  const places = new Set(kept.map(keyOf));
  const given = all.filter((one) => !places.has(keyOf(one))).map(({ relax }) => relax);
  return [...kept.flatMap(({ hold }) => (hold === undefined ? [] : [hold])), ...given];
}

/** A requirement for fewer copies stands for the one for all. */
const keyOf = ({ kind, place }: DocumentRequirement) => `${kind} ${place}`;

interface Holds {
  (kept: readonly DocumentRequirement[]): Promise<boolean>;
  /** Once time is over, every answer would be the same. */
  readonly isOver: () => boolean;
}

/** A smallest part of `candidates` that has no plan beside `base`; empty if `base` alone has none. */
async function divide(
  base: readonly DocumentRequirement[],
  isNew: boolean,
  candidates: readonly DocumentRequirement[],
  holds: Holds,
): Promise<readonly DocumentRequirement[]> {
  if (holds.isOver()) return candidates;
  if (isNew && !(await holds(base))) return [];
  if (candidates.length <= 1) return candidates;
  const half = candidates.length >> 1;
  const [first, second] = [candidates.slice(0, half), candidates.slice(half)];
  const later = await divide([...base, ...first], true, second, holds);
  const earlier = await divide([...base, ...later], later.length > 0, first, holds);
  return [...earlier, ...later];
}

/** Of tasks with several copies only as many as are needed, one requirement after another. */
async function fewestCopies(
  kept: readonly DocumentRequirement[],
  holds: Holds,
): Promise<readonly DocumentRequirement[]> {
  const fewest = [...kept];
  for (const [i, { copies }] of kept.entries()) {
    if (copies === undefined || copies.count === 1 || holds.isOver()) continue;
    let [none, plan] = [copies.count, 0];
    while (none - plan > 1) {
      const middle = (none + plan) >> 1;
      fewest[i] = copies.atMost(middle);
      if (await holds(fewest)) plan = middle;
      else none = middle;
    }
    fewest[i] = copies.atMost(none);
  }
  return fewest;
}
