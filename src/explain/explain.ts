import { draftOf, type Edit } from "../edit/draft.ts";
import type { Instance } from "../instance/types.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { type Conflict, smallestConflict } from "./conflict.ts";
import { type LeftOut, leaveOut } from "./left-out.ts";
import { type Repair, repairOf } from "./repair.ts";
import { requirementsOf } from "./requirements/registry.ts";
import type { DocumentRequirement } from "./requirements/requirement.ts";
import { type Asker, askerOf, type ExplainLimits, edited } from "./verdict.ts";

/** Why a document has no plan, and what would give it one. */
export interface Explanation {
  /** "plan": there is one, so nothing is to be explained. "open": neither a plan nor a proof was found. */
  readonly kind: "plan" | "none" | "open";
  /**
   * Requirements that cannot be kept together. Of several conflicts each stands in the way by itself: the next one is
   * what is left where the requirements in `givenUp` are given up, one of each conflict before it.
   */
  readonly conflicts: readonly Conflict[];
  readonly givenUp: readonly DocumentRequirement[];
  /** A plan without all of `givenUp`, where they are more than one and it was found. */
  readonly together?: VerifiedPlan;
  /** Changes of one requirement of the first conflict, each enough by itself; in the order of its members. */
  readonly repairs: readonly Repair[];
  /** Whatever the conflicts are: the fewest task copies to leave out. */
  readonly leftOut?: LeftOut;
  /** True if time ended before everything was looked for. */
  readonly isCut: boolean;
}

/** Changes of requirements of one kind that are tried where a conflict has more: each is as good as the next. */
const MOST_OF_KIND = 4;
/** Of the time that is left, for the conflict alone. */
const CONFLICT_SHARE = 0.5;
/** Conflicts that are told at most. */
const MOST_CONFLICTS = 5;

/**
 * Explains why the document of `instance` has no plan: a smallest conflict among what it asks for, in its own words, and the
 * least changes that give it a plan, each seen to by a plan that was verified. Where no single change is enough, further
 * conflicts. `document` is what the instance was parsed from. Equal documents, seeds and work limits give equal explanations as
 * long as time does not end first. Throws as `plan` does.
 */
export async function explain(
  document: unknown,
  instance: Instance,
  patience: ExplainLimits = {},
): Promise<Explanation> {
  const { timeLimit = Infinity, ...others } = patience;
  const end = performance.now() + timeLimit;
  const within = (share: number): ExplainLimits => ({
    ...others,
    timeLimit: Math.max(0, (end - performance.now()) * share),
  });
  const asker = (share: number, base: readonly Edit[] = []): Asker =>
    askerOf(document, instance.name, within(share), base);
  const requirements = requirementsIn(document, instance);
  const found = await smallestConflict(requirements, asker(CONFLICT_SHARE));
  if ("kind" in found) {
    const kind = found.kind === "none" ? "open" : found.kind;
    return { kind, conflicts: [], givenUp: [], repairs: [], isCut: kind === "open" };
  }
  const tried = worthTrying(found);
  const leftOut = await leaveOut(document, instance.name, within(1 / (tried.length + 1)));
  const repairs: Repair[] = [];
  for (const [i, requirement] of tried.entries()) {
    const repair = await repairOf(requirement, asker(1 / (tried.length - i + 1)));
    if (repair === undefined) continue;
    // Where only a solver says that the document has no plan, less may be enough.
    repairs.push(found.proof === "ours" ? repair : { ...repair, isLeast: false });
  }
  const conflicts = [found];
  const givenUp: DocumentRequirement[] = [];
  let together: VerifiedPlan | undefined;
  while (repairs.length === 0 && conflicts.length < MOST_CONFLICTS) {
    givenUp.push(easiest(conflicts[conflicts.length - 1]));
    const base = givenUp.map(({ relax }) => relax);
    const left = requirements.filter(
      (one) => !givenUp.some(({ kind, place }) => place === one.place && kind === one.kind),
    );
    const next = await smallestConflict(left, asker(CONFLICT_SHARE, base));
    if ("kind" in next && next.kind === "plan") together = next.plan;
    if ("kind" in next) break;
    conflicts.push(next);
  }
  return {
    ...{ kind: "none", conflicts, givenUp, repairs },
    ...(together && { together }),
    ...(leftOut && {
      leftOut:
        found.proof === "ours" ? { ...leftOut, atLeast: Math.max(1, leftOut.atLeast) } : leftOut,
    }),
    isCut: performance.now() >= end,
  };
}

/**
 * The conflict alone, in short: what `explain` begins with. Undefined where none was found in the time.
 */
export async function explainBriefly(
  document: unknown,
  instance: Instance,
  patience: ExplainLimits,
): Promise<Conflict | undefined> {
  const asker = askerOf(document, instance.name, patience);
  const found = await smallestConflict(requirementsIn(document, instance), asker);
  return "kind" in found ? undefined : found;
}

/** All requirements that the format lets a document do without. */
function requirementsIn(document: unknown, instance: Instance): readonly DocumentRequirement[] {
  const all = requirementsOf({ draft: draftOf(document), instance });
  // Side by side tasks need demands, and resources capacities.
  return all.filter(
    ({ kind, relax }) =>
      kind !== "exclusive" || edited(document, instance.name, [relax]) !== undefined,
  );
}

/** The first few members of each kind. */
function worthTrying({ members }: Conflict): readonly DocumentRequirement[] {
  const tried = new Map<string, number>();
  return members.flatMap(({ requirement }) => {
    const { kind } = requirement;
    tried.set(kind, (tried.get(kind) ?? 0) + 1);
    return (tried.get(kind) ?? 0) > MOST_OF_KIND ? [] : [requirement];
  });
}

/** What is given up to see what else stands in the way: what is asked of single tasks before the tasks themselves and what all share. */
function easiest({ members }: Conflict): DocumentRequirement {
  const all = members.map(({ requirement }) => requirement);
  const shared = /^\/(resources|limits|budget|horizon|robust|setup|exclusive)/;
  const own = all.filter(({ place }) => !shared.test(place));
  return own.find(({ kind }) => kind !== "task") ?? own[0] ?? all[0];
}
