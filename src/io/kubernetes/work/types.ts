import type { Spot } from "../objects/fields.ts";
import type { ClusterObject } from "../objects/objects.ts";
import type { PodSpec } from "../objects/pod-spec.ts";

/** Pods of one shape that an object will have. */
export interface WorkPart {
  /** Unique in the object; "" if the object has no other. */
  readonly name: string;
  /** At a time; at least 1. */
  readonly pods: number;
  readonly spec: PodSpec;
  /** Names of parts that have ended before this one starts. */
  readonly after?: readonly string[];
  /** Label of which the nodes of all its pods have one value, or of each of `sets` lots of pods. */
  readonly within?: { readonly label: string; readonly sets: number };
  /** Where several parts that ask for the same are one: who they were. */
  readonly of?: readonly MergedPart[];
}

/** A part that became one with others. */
export interface MergedPart {
  readonly name: string;
  readonly pods: number;
}

/** An object whose pods are still to be placed. */
export interface Work {
  /** What is acted on to start it. */
  readonly object: ClusterObject;
  readonly parts: readonly WorkPart[];
  /** Whether its pods start when it is let go, rather than each by itself. */
  readonly isTogether: boolean;
  /** Seconds that it may run at most. */
  readonly deadline?: number;
  readonly priority?: number;
  readonly priorityClass?: string;
  /** Name of its LocalQueue in its namespace. */
  readonly queue?: string;
  /** A plan of before holds it to nodes of which none takes pods now. */
  readonly isStranded?: true;
  /** Who made it, and speaks for it no more. */
  readonly standsFor?: readonly ClusterObject[];
}

/** How far an object is: "running" objects are known by their pods, of "ended" ones nothing is left to plan. */
export type Stage = "running" | "ended";

/** What readers of objects ask of the rest of the cluster. */
export interface Surroundings {
  /** An object by kind, namespace ("" for the whole cluster) and name. */
  find(kind: string, namespace: string, name: string): ClusterObject | undefined;
  /** Objects of a kind that name this one as an owner. */
  ownedBy(owner: ClusterObject, kind: string): readonly ClusterObject[];
  /** The spec in a template of pods (`metadata` and `spec`), with defaults of its namespace. */
  template(template: Spot, namespace: string): PodSpec | undefined;
  /** A pod without what a plan of before holds it to, where that is on no node that takes pods; undefined where nothing holds it so. */
  unheld(pod: ClusterObject): Spot | undefined;
  /** Says that something cannot be planned as it is. */
  say(object: ClusterObject, verdict: Verdict, what: string): void;
}

/**
 * What became of what an instance cannot say: the whole object is not in the instance ("left out"), a rule is not ("ignored"), a
 * rule is there in a form that allows less ("stricter"), or a mere preference is not ("preference").
 */
export type Verdict = "left out" | "ignored" | "stricter" | "preference";

/** Reads one kind of object; undefined after it said why it cannot. */
export type WorkReader = (object: ClusterObject, around: Surroundings) => Work | Stage | undefined;
