import { quickRefutation } from "../bounds/registry.ts";
import type { Edit } from "../edit/draft.ts";
import { editedInstance } from "../edit/edited.ts";
import type { Instance } from "../instance/types.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { plan } from "../planner/plan.ts";
import type { PlanOptions } from "../planner/types.ts";
import { InstanceError } from "../util/errors.ts";

/** Whether what is asked has a plan: one that was verified, a proof that there is none, or neither so far. */
export type Feasibility =
  | { readonly kind: "plan"; readonly instance: Instance; readonly plan: VerifiedPlan }
  | { readonly kind: "none"; readonly proof: "ours" | "claimed"; readonly reason: string }
  | { readonly kind: "open" };

/** How long questions may take, in all and each. */
export interface ExplainLimits {
  /** Milliseconds of wall clock for everything. Default: none. */
  readonly timeLimit?: number;
  /** Units of work for one question. Default: 200. */
  readonly workLimit?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

const WORK = 200;
/** Units of work for one least value. */
const LEAST_WORK = 300;

/** Asks of one document with different edits whether there is a plan; answers do not depend on what was asked before. */
export interface Asker {
  ask(edits: readonly Edit[]): Promise<Feasibility>;
  /** The first quick proof that refutes the document as it is, to be asked of it after edits: true where it still does. */
  quickProof(): ((edits: readonly Edit[]) => boolean) | undefined;
  instanceOf(edits: readonly Edit[]): Instance | undefined;
  /** The least value of an objective that was found after edits, with its bound, in internal units; undefined without a plan. */
  least(
    edits: readonly Edit[],
    objective: "cost" | "makespan",
  ): Promise<
    { readonly plan: VerifiedPlan; readonly value: number; readonly bound: number } | undefined
  >;
  /** True if any quick proof refutes it. */
  refutes(edits: readonly Edit[]): boolean;
  /** True once time is over: then every answer is "open". */
  isOver(): boolean;
  /** Questions so far. */
  readonly asked: number;
}

/** An asker of a document that was read, after the edits of `base`. Equal work limits and seeds give equal answers as long as time is left. */
export function askerOf(
  document: unknown,
  name: string,
  patience: ExplainLimits = {},
  base: readonly Edit[] = [],
): Asker {
  const { timeLimit = Infinity, workLimit = WORK, seed = 1, signal } = patience;
  const end = performance.now() + timeLimit;
  const isOver = () => performance.now() >= end || signal?.aborted === true;
  let asked = 0;
  return {
    isOver,
    get asked() {
      return asked;
    },
    quickProof() {
      const instance = edited(document, name, [...base, withoutAims]);
      const refutation = instance && quickRefutation(instance, isOver);
      if (refutation === undefined) return undefined;
      return (edits) => {
        const less = isOver()
          ? undefined
          : edited(document, name, [...base, ...edits, withoutAims]);
        return less !== undefined && refutation.again(less) !== undefined;
      };
    },
    async least(edits, objective) {
      const instance = isOver()
        ? undefined
        : edited(document, name, [...base, ...edits, aimingAt(objective)]);
      if (instance === undefined) return undefined;
      asked++;
      const limits = { end, workLimit: LEAST_WORK, seed, ...(signal && { signal }) };
      const { plan: found, levels } = await plan(instance, limitsOf(limits));
      const [{ value, bound } = {}] = levels;
      if (found === undefined || value === undefined) return undefined;
      // What a solver says proves nothing.
      const proven = bound?.proof === "ours" ? bound.value : 0;
      return { plan: found, value, bound: proven };
    },
    instanceOf: (edits) => edited(document, name, [...base, ...edits]),
    refutes(edits) {
      const instance = isOver()
        ? undefined
        : edited(document, name, [...base, ...edits, withoutAims]);
      return instance !== undefined && quickRefutation(instance, isOver) !== undefined;
    },
    async ask(edits) {
      if (isOver()) return { kind: "open" };
      asked++;
      const instance = edited(document, name, [...base, ...edits, withoutAims]);
      if (instance === undefined) return { kind: "open" };
      return await verdictOf(instance, { end, workLimit, seed, ...(signal && { signal }) });
    },
  };
}

/** The instance of a document after edits; undefined where they leave none, such as a task that waits for fewer copies than it has. */
export function edited(
  document: unknown,
  name: string,
  edits: readonly Edit[],
): Instance | undefined {
  try {
    return editedInstance(document, name, edits);
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}

interface Limits {
  readonly end: number;
  readonly workLimit: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

function limitsOf({ end, workLimit, seed, signal }: Limits): PlanOptions {
  const left = end - performance.now();
  return {
    ...{ workLimit, seed, ...(signal && { signal }) },
    ...(Number.isFinite(left) && { timeLimit: Math.max(0, left) }),
  };
}

/** Whether there is a plan does not depend on what is aimed at, and an objective may need what an edit takes away. */
const withoutAims: Edit = (draft) => {
  delete draft.objectives;
  delete draft.combine;
};

const aimingAt =
  (objective: string): Edit =>
  (draft) => {
    draft.objectives = [objective];
    delete draft.combine;
  };

async function verdictOf(instance: Instance, limits: Limits): Promise<Feasibility> {
  const { signal } = limits;
  const found = new AbortController();
  const stop = () => found.abort();
  signal?.addEventListener("abort", stop);
  const outcome = await plan(instance, {
    ...limitsOf({ ...limits, signal: found.signal }),
    // The first plan answers the question.
    onTrace: ({ value }) => value !== undefined && stop(),
  });
  signal?.removeEventListener("abort", stop);
  if (outcome.plan !== undefined) return { kind: "plan", instance, plan: outcome.plan };
  if (outcome.refuted !== undefined) return { kind: "none", ...outcome.refuted };
  return { kind: "open" };
}
