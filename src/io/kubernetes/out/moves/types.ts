import type { RawMap } from "../../objects/fields.ts";
import type { ObjectRef } from "../../objects/objects.ts";
import type { Labels } from "../../objects/requirements.ts";
import type { MoveStep } from "./order.ts";
import type { RunningPod } from "./running.ts";

/** One pod that moves, by the nodes. */
export interface MovedPod {
  readonly name: string;
  readonly uid: string;
  /** Absent of one that waits where an earlier plan holds it. */
  readonly from?: string;
  readonly to: string;
}

/** A move of pods that run: one that is evicted, so that its controller makes another one, or all of an object that is held and let go again. */
export interface ObjectMove {
  readonly way: "evict" | "restart";
  /** The pod, or the object that is held. */
  readonly ref: Required<ObjectRef>;
  readonly plural: string;
  readonly labels: Labels;
  readonly pods: readonly MovedPod[];
  /** Uid of the controller of the pod; of a restart that of the object. */
  readonly owner: string;
  /** How many pods of the owner are on each node where some go, once the move is done. */
  readonly wanted: Readonly<Record<string, number>>;
  /** ms from the beginning of the plan. */
  readonly start: number;
  /** Of a restart: what holds it, and what places it and lets it go. */
  readonly hold?: HoldPatch;
  readonly patch?: RawMap;
}

/** A patch that holds an object, with the plan for which it is held. */
export interface HoldPatch {
  readonly metadata: {
    readonly uid: string;
    readonly annotations: { readonly [MOVING]: string };
  };
  readonly spec: RawMap;
}

/** The annotation of an object that is held for a move, with the plan of which it is. */
export const MOVING = "berth.dev/moving";

/** A move with the task copies that it is of. */
export interface PlannedMove extends MoveStep {
  readonly pods: readonly RunningPod[];
  readonly move: Omit<ObjectMove, "wanted">;
  /** In what the cluster has more freedom than the plan, a sentence each. */
  readonly looser?: readonly string[];
}
