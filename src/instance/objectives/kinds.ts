import type { Setting } from "../setting.ts";
import type { Target } from "../targets.ts";
import type { Part, PartKind } from "./objective.ts";
import { partsOf } from "./registry.ts";

/** All parts of the terms of a target. */
export function targetParts(setting: Setting, { terms }: Pick<Target, "terms">): readonly Part[] {
  return terms.flatMap(({ objective }) => partsOf(setting, objective));
}

/** True if a part counts negatively, so that more of it is better. */
export function isGain(part: Part): boolean {
  return part.kind === "placed" || (part.kind === "pieces" && part.isGain);
}

/** True if more pieces never worsen it: gains, and a range, which they may even narrow. */
export function isFree(part: Part): boolean {
  return isGain(part) || (part.kind === "utilization" && part.isRange);
}

/** Kinds that only look at which tasks are placed and when they run. */
const BY_TIME: ReadonlySet<PartKind> = new Set(["placed", "runtimes", "ends", "last end"]);

/** True if nothing gets worse where pieces end earlier, while the same tasks are placed. */
export function isRegular(part: Part): boolean {
  return BY_TIME.has(part.kind);
}

/** True if the value depends on which tasks are placed alone. */
export function isOfChoice(part: Part): boolean {
  return part.kind === "placed" || (part.kind === "pieces" && !part.byPlace);
}

/** True if the value may fall where shares are rounded up: a least level rises with them. */
export function mayFallByRounding(part: Part): boolean {
  return (part.kind === "utilization" && part.isRange) || part.kind === "whole";
}
