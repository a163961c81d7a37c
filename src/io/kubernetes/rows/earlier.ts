import { PLAN_VERSION } from "../../plan-text.ts";
import type { NodePool } from "./pools.ts";
import type { Entry } from "./rows.ts";

/** A plan file without values: where everything is that runs. */
export interface EarlierPlan {
  readonly berth_plan: number;
  readonly instance: string;
  readonly objectives: readonly never[];
  readonly assignments: readonly {
    readonly task: string;
    readonly resource: string;
    readonly start_ms: number;
  }[];
}

/** The plan that the cluster follows now. */
export function earlierOf(
  name: string,
  pools: readonly NodePool[],
  entries: readonly Entry[],
): EarlierPlan {
  const placeOf = new Map<number, string>();
  for (const { id, nodes } of pools) {
    for (const [k, n] of nodes.entries()) placeOf.set(n, copyId(id, nodes.length, k));
  }
  const assignments = entries.flatMap(({ id, count, rows }) => {
    let copy = 0;
    return rows.flatMap(({ unit, count: copies }) => {
      const first = copy;
      copy += copies;
      if (unit.home === undefined) return [];
      const resource = placeOf.get(unit.home)!;
      return [{ task: copyId(id, count, first), resource, start_ms: 0 }];
    });
  });
  return { berth_plan: PLAN_VERSION, instance: name, objectives: [], assignments };
}

function copyId(id: string, count: number, k: number): string {
  return count === 1 ? id : `${id}#${k + 1}`;
}
