import { findResourceCopy, findTaskCopy } from "../../../src/instance/ids.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { buildPlan, type Piece, piecesOf } from "../../../src/plan/build.ts";
import type { Plan } from "../../../src/plan/types.ts";

/** Pieces by ids; the rest as in `Piece`. */
export type Row = Omit<Piece, "task" | "resource"> & {
  readonly on: readonly [task: string, resource: string];
};

/** A lawful plan and one that breaks a rule. */
export interface Case {
  readonly what: string;
  readonly document: object;
  /** What has begun when the plan is made anew. */
  readonly begun?: readonly Row[];
  /** Keeps every rule, often exactly at the limit. */
  readonly lawful: readonly Row[];
  /** Breaks this rule and no other. */
  readonly broken: readonly Row[];
  readonly messages: readonly string[];
}

/** The instance of a case. */
export function instanceOf({ document, begun }: Pick<Case, "document" | "begun">): Instance {
  const parsed = parseInstance({ mode: "placement", ...document });
  return begun === undefined ? parsed : pinnedTo(parsed, begun);
}

/** What has begun when a plan is made anew. */
function pinnedTo(instance: Instance, begun: readonly Row[]): Instance {
  const pinned = [...piecesOf(planOf(instance, begun))];
  return { ...instance, earlier: { pinned } };
}

/** The plan of rows by ids. */
export function planOf(instance: Instance, rows: readonly Row[]): Plan {
  const pieces = rows.map(({ on: [task, resource], ...rest }) => {
    const [t, r] = [findTaskCopy(instance, task), findResourceCopy(instance, resource)];
    if (t === undefined || r === undefined) throw new Error(`No ${task} or no ${resource}.`);
    return { task: t, resource: r, ...rest };
  });
  return buildPlan(instance, pieces);
}
