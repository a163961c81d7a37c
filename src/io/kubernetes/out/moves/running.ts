import { findResourceCopy, findTaskCopy } from "../../../../instance/ids.ts";
import type { VerifiedPlan } from "../../../../plan/types.ts";
import type { ClusterObject } from "../../objects/objects.ts";
import type { ClusterOrigin, OriginTask } from "../../rows/origin.ts";
import { valueAt } from "../edit.ts";
import { copiesOf, copyId } from "../origin-fit.ts";
import { isMoved } from "../placed.ts";
import type { OutSetting } from "../setting.ts";

/** A pod that ran at the import, or waited where an earlier plan holds it, and is there still: where it is and where the plan has it. */
export interface RunningPod {
  /** Number of its task copy. */
  readonly copy: number;
  readonly object: ClusterObject;
  /** Resource copies, and the nodes behind them; where it is, is absent of one that waits. */
  readonly from?: number;
  readonly to: number;
  readonly home?: string;
  readonly node: string;
  /** ms from the beginning of the plan. */
  readonly start: number;
}

/** Which pods run where they were, and which row each resource copy is of. */
export interface RunningPods {
  readonly pods: readonly RunningPod[];
  /** By resource copy. */
  readonly nodes: ReadonlyMap<number, string>;
}

/** The pods of an origin that moves are of; those without a place in the plan are left to others to tell. */
export function runningPods(
  { instance, plan }: VerifiedPlan,
  origin: ClusterOrigin,
  { find }: OutSetting,
): RunningPods {
  const nodes = new Map(
    Object.entries(origin.resources).flatMap(([id, list]) =>
      list.map(({ name }, k) => {
        return [findResourceCopy(instance, copyId(id, list.length, k))!, name] as const;
      }),
    ),
  );
  const copyOf = new Map([...nodes].map(([copy, name]) => [name, copy]));
  const pieceOf = new Map(Array.from(plan.task, (copy, k) => [copy, k] as const));
  const pods: RunningPod[] = [];
  for (const [copy, row] of movedRows(origin, (id) => findTaskCopy(instance, id)!)) {
    const object = find(row);
    const home = valueAt(object?.root.value, ["spec", "nodeName"]);
    const piece = pieceOf.get(copy);
    if (object === undefined || object.ref.uid !== row.uid || object.isDeleting) continue;
    if (piece === undefined) continue;
    const to = plan.resource[piece];
    const pod = { copy, object, to, node: nodes.get(to)!, start: plan.start[piece] };
    if (typeof home !== "string") {
      if (row.stranded) pods.push(pod);
    } else if (copyOf.has(home)) pods.push({ ...pod, home, from: copyOf.get(home)! });
  }
  return { pods, nodes };
}

function* movedRows(
  origin: ClusterOrigin,
  number: (id: string) => number,
): Generator<readonly [number, OriginTask]> {
  for (const [id, rows] of Object.entries(origin.tasks)) {
    const total = copiesOf(rows);
    let k = 0;
    for (const row of rows) {
      // Each pod that runs is a row of its own.
      if (isMoved(row)) yield [number(copyId(id, total, k)), row];
      k += row.copies;
    }
  }
}
