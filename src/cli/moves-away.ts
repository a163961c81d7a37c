import { findResourceCopy } from "../instance/ids.ts";
import { parseInstance } from "../instance/parse.ts";
import type { Instance } from "../instance/types.ts";
import { importKubernetes } from "../io/kubernetes/import.ts";
import type { Document } from "../io/kubernetes/objects/objects.ts";
import type { ImportOptions } from "../io/kubernetes/options.ts";
import { changesOf } from "../io/kubernetes/out/changes.ts";
import type { ObjectMove } from "../io/kubernetes/out/moves/types.ts";
import { copyId } from "../io/kubernetes/out/origin-fit.ts";
import type { OutFinding } from "../io/kubernetes/out/verdicts.ts";
import type { ClusterOrigin } from "../io/kubernetes/rows/origin.ts";
import { parsePlan } from "../io/parse-plan.ts";
import { assignments } from "../plan/assignments.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import type { PlanOptions } from "../planner/types.ts";
import { replan } from "../replan/replan.ts";
import { InvariantError } from "../util/errors.ts";

/** The moves of a plan of what runs, without some nodes. */
export interface MovesAway {
  readonly instance: Instance;
  readonly plan: string;
  readonly moves: readonly ObjectMove[];
  readonly findings: readonly OutFinding[];
}

/** What is asked for. */
export interface MovesAwaySetting {
  /** Names of nodes on which nothing is to be any more. */
  readonly lost: ReadonlySet<string>;
  readonly scope: Pick<ImportOptions, "namespaces" | "selector">;
  readonly options: PlanOptions;
}

/**
 * The fewest moves after which nothing that runs is on lost nodes, and nothing waits for them that a plan holds there; what else waits stays
 * as it is. A sentence where no plan was found. Throws InstanceError for objects that cannot be read, and as `replan` does.
 */
export async function movesAway(
  documents: readonly Document[],
  { lost, scope, options }: MovesAwaySetting,
): Promise<MovesAway | string> {
  const imported = importKubernetes(documents, {
    ...{ name: "what-runs", mode: "placement", isOptional: true, runtimes: new Map() },
    ...{ withRunning: true, isRunningOnly: true, ...scope },
  });
  const { origin } = imported;
  const instance = parseInstance(imported.document);
  const plan = parsePlan(imported.earlier, instance);
  const earlier = [...assignments({ instance, plan } as VerifiedPlan)];
  const { outcome } = await replan(
    {
      ...{ instance, earlier, now: 0, migrations: { level: "first" } },
      down: copiesOfNodes(instance, origin, lost),
    },
    options,
  );
  if (outcome.plan === undefined) return `no plan has room for them now (${outcome.termination})`;
  const checked = verify(instance, outcome.plan.plan);
  if (!checked.ok) throw new InvariantError("a replan is no plan of its instance");
  const made = changesOf(checked.plan, origin, documents, { withGates: false, now: Date.now() });
  return { instance, plan: made.plan, moves: made.moves, findings: made.findings };
}

function copiesOfNodes(
  instance: Instance,
  { resources }: ClusterOrigin,
  names: ReadonlySet<string>,
): ReadonlySet<number> {
  const found = Object.entries(resources).flatMap(([id, nodes]) =>
    nodes.flatMap(({ name }, k) => {
      return names.has(name) ? [findResourceCopy(instance, copyId(id, nodes.length, k))!] : [];
    }),
  );
  return new Set(found);
}
