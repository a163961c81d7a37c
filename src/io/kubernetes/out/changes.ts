import { createHash } from "node:crypto";
import { contentHash } from "../../../instance/content-hash.ts";
import { assignments } from "../../../plan/assignments.ts";
import type { VerifiedPlan } from "../../../plan/types.ts";
import { InstanceError, type Issue } from "../../../util/errors.ts";
import { nodeOf } from "../objects/node.ts";
import { indexOf } from "../objects/object-index.ts";
import { type Document, objectsOf } from "../objects/objects.ts";
import type { ClusterOrigin } from "../rows/origin.ts";
import type { ObjectChange } from "./change.ts";
import { movesOf } from "./moves/moves.ts";
import type { ObjectMove } from "./moves/types.ts";
import { nodeIndexOf } from "./nodes.ts";
import { objectOutcome } from "./object-outcome.ts";
import { type PlacedObject, placedObjects } from "./placed.ts";
import { lookups, type ObjectOutcome, type OutSetting } from "./setting.ts";
import { type OutFinding, outFinding } from "./verdicts.ts";

/** A plan as changes of a cluster. */
export interface PlanChanges {
  /** Names the plan: 16 hexadecimal digits, the same for the same plan of the same instance. */
  readonly plan: string;
  /** Of pods that run, in the order in which they are to be made; each before changes that start when it does. */
  readonly moves: readonly ObjectMove[];
  /** In the order in which they are to be made. */
  readonly changes: readonly ObjectChange[];
  readonly findings: readonly OutFinding[];
}

/** How changes are written. */
export interface OutOptions {
  /** Pods of one template that go to different nodes start held by a scheduling gate, and are sent to their nodes one by one. */
  readonly withGates: boolean;
  /** ms since 1970: answers to admission checks say when they were given. */
  readonly now: number;
}

/**
 * What is to be changed in a cluster so that it follows a plan: one patch for each object, in the order of their starts. `origin` is what the
 * import said of the instance, `documents` hold the objects as they are now; whatever changed since then is not touched.
 * Throws InstanceError where the origin is not of the instance, or objects cannot be read.
 */
export function changesOf(
  verified: VerifiedPlan,
  origin: ClusterOrigin,
  documents: readonly Document[],
  { withGates, now }: OutOptions,
): PlanChanges {
  const plan = planId(verified);
  const placed = placedObjects(verified, origin);
  const issues: Issue[] = [];
  const index = indexOf(objectsOf(documents, issues), issues);
  const nodes = nodeIndexOf(index.ofKind("Node").map(nodeOf));
  if (issues.length > 0) throw new InstanceError(issues);
  const setting: OutSetting = {
    index,
    nodes,
    imported: new Map(
      Object.values(origin.resources).flatMap((of) => of.map((one) => [one.name, one])),
    ),
    plan,
    withGates,
    ...lookups(index, { plan, now: new Date(now).toISOString().replace(/\.\d+Z$/, "Z") }),
  };
  const { moves, findings, crowded } = movesOf(verified, origin, setting);
  const outcomes = placed.map((one) => {
    const outcome = objectOutcome(one, setting);
    return outcome.changes.length > 0 && !one.isMoved
      ? unlessCrowded(one, outcome, crowded)
      : outcome;
  });
  return {
    plan,
    moves,
    changes: outcomes.flatMap(({ changes }) => changes).sort((a, b) => a.start - b.start),
    findings: [...findings, ...outcomes.flatMap((outcome) => outcome.findings)],
  };
}

/** What has its place where pods stay that should have gone is not sent there. */
function unlessCrowded(
  { ref, parts }: PlacedObject,
  outcome: ObjectOutcome,
  crowded: ReadonlySet<string>,
): ObjectOutcome {
  const name = parts.flatMap(({ nodes }) => [...nodes.keys()]).find((node) => crowded.has(node));
  if (name === undefined) return outcome;
  const what = `pods stay on its node ${name} that the plan has elsewhere, and there may be no room`;
  return { changes: [], findings: [outFinding(ref, "not written", what)] };
}

function planId(verified: VerifiedPlan): string {
  const hash = createHash("sha256").update(contentHash(verified.instance));
  for (const { task, resource, start_ms } of assignments(verified)) {
    hash.update(JSON.stringify([task, resource, start_ms]));
  }
  return hash.digest("hex").slice(0, 16);
}
